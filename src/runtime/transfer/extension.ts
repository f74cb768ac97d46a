import type { JsonObject } from '../../authoring/json.ts';
import type { ActionContext } from '../flow-action.ts';
import { calleeFrom } from './callee.ts';
import type { Callee } from './ring.ts';

/** Whether anybody can be reached by an extension. */
export function hasExtensions({ environment }: ActionContext): boolean {
  return Object.values(environment.users ?? {}).some(({ extension }) => extension !== undefined);
}

/** Whose extension it is, who is rung then; undefined when nobody has it. Calls nobody answers go to the voicemail. */
export function extensionOwner(extension: string, { environment }: ActionContext): Callee | undefined {
  const found = Object.entries(environment.users ?? {}).find(([, user]) => user.extension === extension);
  if (found === undefined) return undefined;
  const [name, known] = found;
  return calleeFrom('user', name, known as JsonObject, true);
}

/** Whether more digits could make it another extension. */
export function mayBeLonger(digits: string, { environment }: ActionContext): boolean {
  return Object.values(environment.users ?? {}).some(
    ({ extension = '' }) => extension.length > digits.length && extension.startsWith(digits),
  );
}
