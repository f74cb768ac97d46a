import { isJsonObject, type JsonObject, own } from '../../authoring/json.ts';
import type { Expression } from '../expression/expression.ts';
import type { ActionContext } from '../flow-action.ts';
import type { Thing } from '../thing-kinds.ts';

/** A thing that an action leads to: as an event names it, and what the environment has under that name. */
export interface NamedObject {
  readonly name: string;
  /** As expressions have it. */
  readonly object: JsonObject;
  /** Absent when the environment does not know it. */
  readonly known?: JsonObject;
}

/** The thing a setting gives; undefined when it is NOT_SET. One without a name is looked for by its id. */
export function namedObject(
  expression: Expression | undefined,
  kind: Thing,
  context: ActionContext,
): NamedObject | undefined {
  const given = expression === undefined ? undefined : context.read(expression);
  if (!isJsonObject(given)) return undefined;
  const object = typeof own(given, 'name') === 'string' ? given : byId(given, kind, context);
  // A user is kept under the e-mail address, or under the name.
  for (const key of [own(object, 'username'), own(object, 'name')]) {
    const known = typeof key === 'string' ? context.thing(kind, key) : undefined;
    if (known !== undefined) return { name: nameOf(object), object, known };
  }
  const name = nameOf(object);
  if (name === '') return undefined;
  return { name, object, ...knownByName(kind, name, context) };
}

function byId(given: JsonObject, kind: Thing, context: ActionContext): JsonObject {
  const id = own(given, 'id');
  const found = typeof id === 'string' && kind !== 'prompt' ? context.find(kind, 'id', id) : null;
  return isJsonObject(found) ? found : given;
}

/** A user whose address is the key is known by name, too. */
function knownByName(kind: Thing, name: string, context: ActionContext): { readonly known?: JsonObject } {
  const found = kind === 'prompt' ? null : context.find(kind, 'name', name);
  const username = isJsonObject(found) ? own(found, 'username') : undefined;
  const known = typeof username === 'string' ? context.thing(kind, username) : undefined;
  return known === undefined ? {} : { known };
}

function nameOf(object: JsonObject): string {
  const { name, id } = object;
  if (typeof name === 'string') return name;
  return typeof id === 'string' ? id : '';
}
