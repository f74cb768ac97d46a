import type { JsonObject } from '../../authoring/json.ts';
import type { Notes } from '../notes.ts';
import { inputNamed, type KnownInput } from './contract-names.ts';
import type { Differences } from './differences.ts';
import type { NativePath } from './native-text.ts';
import { NotConvertible } from './not-convertible.ts';
import type { Guard, Hole } from './template-parts.ts';

/** What is shared while one export is converted. */
export interface Converting {
  readonly inputSchema: JsonObject;
  readonly notes: Notes;
  readonly differences: Differences;
}

/** The path of the whole input. */
export const WHOLE_INPUT: NativePath = ['input'];

/** Whether a hole is `${input.rawRequest}`: the whole input as JSON. */
export function isRawRequest({ root, path }: Pick<Hole, 'root' | 'path'>): boolean {
  return root.toLowerCase() === 'input' && path.length === 1 && path[0]?.toLowerCase() === 'rawrequest';
}

/** The input that a reference reads. @throws NotConvertible for credentials, and for what the contract does not have. */
export function inputOf(
  { root, path, raw }: Pick<Hole | Guard, 'root' | 'path' | 'raw'>,
  { inputSchema }: Converting,
): KnownInput {
  const isCredential = ['credentials', 'authresponse'].includes(root.toLowerCase());
  if (isCredential) throw new NotConvertible('native templates hold no credentials', raw);
  const input = root.toLowerCase() === 'input' && path.length > 0 ? inputNamed(inputSchema, path) : undefined;
  if (input === undefined) throw new NotConvertible('the contract has no such input', raw);
  return input;
}

/** Where an input stands in native templates. */
export function nativePath({ path }: KnownInput): NativePath {
  return ['input', ...path];
}

/** What an input is called in notes. */
export function nameOf({ path }: KnownInput): string {
  return path.join('.');
}

const SINGLE = ['string', 'number', 'integer', 'boolean', 'null'];

/** Whether an input is a text, a number or a boolean, whatever its value. */
export function isSingle({ types }: KnownInput): boolean {
  return types.length > 0 && types.every((type) => SINGLE.includes(type));
}
