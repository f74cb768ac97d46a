import { isJsonObject, type Json, type JsonObject } from '../../../authoring/json.ts';
import { textAt } from '../../archy/archy-flow.ts';
import type { ExportBranch } from '../export-paths.ts';
import type { ExportReading } from '../export-reading.ts';

/** An action as exported, for settings that cannot be read field by field. */
export interface Exported {
  readonly json: JsonObject;
  readonly branches: readonly ExportBranch[];
  readonly reading: ExportReading;
}

/** How an action type of exports is written in Archy. */
export interface ExportActionType {
  readonly key: string;
  /** @param plain every field of the action, its values in Archy's form. */
  readonly settings?: (plain: JsonObject, exported: Exported) => JsonObject;
  /** How its branches are written; absent: each under its name. */
  readonly outputs?: (branches: readonly ExportBranch[]) => JsonObject;
}

/** Archy's form of no value. */
export const NO_VALUE: JsonObject = { noValue: true };

/** Fields under other names, the others as they are. `'old': undefined` leaves a field out. */
export function renamed(names: { readonly [field: string]: string | undefined }) {
  return (plain: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(plain).flatMap(([field, value]): [string, Json][] => {
        const name = Object.hasOwn(names, field) ? names[field] : field;
        return name === undefined ? [] : [[name, value]];
      }),
    );
}

/** `[{name, value}]` as an object. */
export function pairs(json: Json | undefined): JsonObject {
  if (!Array.isArray(json)) return {};
  return Object.fromEntries(
    json.flatMap((one: Json): [string, Json][] => {
      const name = textAt(one, 'name');
      return name === undefined || !isJsonObject(one) ? [] : [[name, one['value'] ?? NO_VALUE]];
    }),
  );
}

/** `xId` and `xName` of an export as an object with a name. */
export function named(plain: JsonObject, field: string): JsonObject {
  const name = textAt(plain, `${field}Name`);
  return name === undefined ? NO_VALUE : { lit: { name } };
}

const FAILURE = { errorBindings: 'failureOutputs' } as const;

/** Bindings of errors as an object; `names` renames other fields. */
export function withFailure(names: { readonly [field: string]: string | undefined } = {}) {
  return (plain: JsonObject): JsonObject => {
    const shaped = renamed({ ...names, ...FAILURE })(plain);
    return plain['errorBindings'] === undefined
      ? shaped
      : { ...shaped, failureOutputs: pairs(plain['errorBindings']) };
  };
}

/** An object that older exports keep as id and name, and newer ones as a value. */
export function objectOf(plain: JsonObject, field: string): JsonObject {
  const value = plain[field];
  return isJsonObject(value) ? value : named(plain, field);
}

/** Settings without a field, in any of the forms exports have it. */
export function drop(json: JsonObject, ...fields: readonly string[]): JsonObject {
  const dropped = fields.flatMap((field) => [field, `${field}Id`, `${field}Name`]);
  return Object.fromEntries(Object.entries(json).filter(([key]) => !dropped.includes(key)));
}
