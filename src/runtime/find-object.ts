import { isJsonObject, type Json, type JsonObject } from '../authoring/json.ts';
import type { Environment } from './environment.ts';
import { THINGS, type Thing } from './thing-kinds.ts';

/** What can be looked for. Prompts of users and of the system are looked for apart, as their names may be the same. */
export type FindKind =
  | Exclude<Thing, 'prompt'>
  | 'userPrompt'
  | 'systemPrompt'
  | 'externalContact'
  | 'externalOrganization';

/** Looks for a thing of the organization; null when there is none, or more than one. */
export type FindInOrganization = (kind: FindKind, by: 'name' | 'id', text: string) => Json;

/** How names of system prompts begin in the environment. */
const SYSTEM = 'PromptSystem.';

/**
 * A thing of the organization as expressions have it: `{ name, id }`, of a user `username` beside, of a contact all its
 * members. Names are compared without case; a user's are the e-mail address and the name.
 *
 * @returns null when there is none, or more than one.
 */
export function findObject(
  environment: Environment,
  kind: FindKind,
  by: 'name' | 'id',
  text: string,
): JsonObject | null {
  if (text === '') return null;
  const found = objectsOf(environment, kind).filter((one) =>
    by === 'id' ? hasId(one, text) : hasName(one, text),
  );
  const [first, ...more] = found;
  return first === undefined || more.length > 0 ? null : first;
}

function objectsOf(environment: Environment, kind: FindKind): readonly JsonObject[] {
  switch (kind) {
    case 'externalContact':
      return environment.externalContacts ?? [];
    case 'externalOrganization':
      return environment.externalOrganizations ?? [];
    case 'userPrompt':
      return prompts(environment).filter(({ type }) => type === 'user');
    case 'systemPrompt':
      return prompts(environment).filter(({ type }) => type === 'system');
    case 'user':
      return Object.entries(environment.users ?? {}).map(([key, user]) => userObject(key, user));
    default:
      return Object.entries(environment[THINGS[kind]] ?? {}).map(([name, thing]) => ({
        ...idOf(thing),
        name,
      }));
  }
}

/** The key of a user is the e-mail address, or the name where nobody cares for the address. */
function userObject(
  key: string,
  { id, name = key }: { readonly id?: string; readonly name?: string },
): JsonObject {
  return { ...idOf({ id }), name, ...(key.includes('@') ? { username: key } : {}) };
}

function idOf(thing: unknown): { readonly id?: string } {
  const { id } = isJsonObject(thing as Json) ? (thing as JsonObject) : {};
  return typeof id === 'string' ? { id } : {};
}

function prompts({ prompts = {} }: Environment): readonly JsonObject[] {
  return Object.keys(prompts).map((key) =>
    key.startsWith(SYSTEM) ? { name: key.slice(SYSTEM.length), type: 'system' } : { name: key, type: 'user' },
  );
}

function hasId({ id }: JsonObject, text: string): boolean {
  return typeof id === 'string' && id.toLowerCase() === text.toLowerCase();
}

function hasName({ name, username, firstName, lastName }: JsonObject, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  const whole = [firstName, lastName].filter((part) => typeof part === 'string').join(' ');
  return [name, username, whole].some((one) => typeof one === 'string' && one.toLowerCase() === wanted);
}

/** The name by which the environment knows a prompt that an expression gives. */
export function promptKey({ name, type }: JsonObject): string {
  return `${type === 'system' ? SYSTEM : ''}${typeof name === 'string' ? name : ''}`;
}
