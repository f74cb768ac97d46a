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
  const { byName, byId } = indexOf(environment, kind);
  const [first, ...more] = (by === 'id' ? byId : byName).get(keyOf(text)) ?? [];
  return first === undefined || more.length > 0 ? null : first;
}

/** Things of one kind by what they can be found by, without case. */
interface Index {
  readonly byName: ReadonlyMap<string, readonly JsonObject[]>;
  readonly byId: ReadonlyMap<string, readonly JsonObject[]>;
}

/** Made once for an environment: a loop over look-ups must not go through all users each time. */
const indexes = new WeakMap<Environment, Map<FindKind, Index>>();

function indexOf(environment: Environment, kind: FindKind): Index {
  const known = indexes.get(environment) ?? new Map<FindKind, Index>();
  indexes.set(environment, known);
  const index = known.get(kind) ?? newIndex(objectsOf(environment, kind));
  known.set(kind, index);
  return index;
}

function newIndex(objects: readonly JsonObject[]): Index {
  return { byName: grouped(objects, namesOf), byId: grouped(objects, ({ id }) => [id]) };
}

function grouped(
  objects: readonly JsonObject[],
  keys: (object: JsonObject) => readonly (Json | undefined)[],
): ReadonlyMap<string, readonly JsonObject[]> {
  const groups = new Map<string, JsonObject[]>();
  for (const object of objects) {
    const texts = keys(object).filter((key) => typeof key === 'string' && key !== '');
    for (const key of new Set(texts.map((text) => keyOf(String(text)))))
      groups.set(key, [...(groups.get(key) ?? []), object]);
  }
  return groups;
}

function keyOf(text: string): string {
  return text.trim().toLowerCase();
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
  return Object.keys(prompts).map(promptNamed);
}

/** What a thing is called: a user by address and name, a contact by first and last name. */
function namesOf({ name, username, firstName, lastName }: JsonObject): readonly (Json | undefined)[] {
  return [name, username, [firstName, lastName].filter((part) => typeof part === 'string').join(' ')];
}

/** The name by which the environment knows a prompt that an expression gives. */
export function promptKey({ name, type }: JsonObject): string {
  return `${type === 'system' ? SYSTEM : ''}${typeof name === 'string' ? name : ''}`;
}

/** A prompt as expressions have it. @param key as the environment has it, such as `PromptSystem.beep`. */
export function promptNamed(key: string): JsonObject {
  return key.startsWith(SYSTEM)
    ? { name: key.slice(SYSTEM.length), type: 'system' }
    : { name: key, type: 'user' };
}
