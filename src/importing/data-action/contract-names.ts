import { isJsonObject, type Json, type JsonObject, own } from '../../authoring/json.ts';

/** An input of a contract, as a template names it. */
export interface KnownInput {
  /** Its names in the contract's own spelling. */
  readonly path: readonly string[];
  /** JSON Schema types it may have; empty when the contract does not say. */
  readonly types: readonly string[];
  /** Whether a call without it breaks the contract. */
  readonly isCertain: boolean;
  /** Whether it is one of a few fixed values. */
  readonly isOneOfSome: boolean;
}

/** The input that a template means, whatever the case of its letters; undefined when the contract has none. */
export function inputNamed(schema: JsonObject, names: readonly string[]): KnownInput | undefined {
  let at: JsonObject = schema;
  let isCertain = true;
  const path: string[] = [];
  for (const name of names) {
    const properties = own(at, 'properties');
    const key = isJsonObject(properties) ? keyOf(properties, name) : undefined;
    const child = isJsonObject(properties) && key !== undefined ? own(properties, key) : undefined;
    if (key === undefined || !isJsonObject(child)) return undefined;
    const required = own(at, 'required');
    isCertain &&= Array.isArray(required) && required.includes(key);
    path.push(key);
    at = child;
  }
  const types = typesOf(own(at, 'type'));
  const isOneOfSome = own(at, 'enum') !== undefined || own(at, 'format') === 'uuid';
  return { path, types, isCertain: isCertain && !types.includes('null'), isOneOfSome };
}

/** The key that a name means: the exact one, or one in another case. */
export function keyOf(object: { readonly [key: string]: unknown }, name: string): string | undefined {
  if (Object.hasOwn(object, name)) return name;
  const lower = name.toLowerCase();
  return Object.keys(object).find((key) => key.toLowerCase() === lower);
}

function typesOf(type: Json | undefined): readonly string[] {
  return (Array.isArray(type) ? type : [type]).flatMap((one: Json | undefined) =>
    typeof one === 'string' ? [one] : [],
  );
}
