import { isJsonObject, type Json, type JsonObject, own, pointerTo } from '../../authoring/json.ts';
import type { Thing } from '../../runtime/thing-kinds.ts';
import { listAt } from '../archy/archy-flow.ts';
import { nativeAudio } from './native-audio.ts';
import { nativeCommunication, nativeSeconds, nativeValue } from './native-value.ts';
import { nameIn } from './thing-book.ts';
import type { NativeAction, Spot, Writing } from './writing.ts';

/** An action in Archy's form while it is written: what was read of it is noted, so that the rest can be told. */
export interface ActionReading {
  readonly key: string;
  readonly settings: JsonObject;
  readonly spot: Spot;
  readonly used: Set<string>;
  readonly writing: Writing;
  /** Writes a list of actions at a pointer below this action. */
  actions(json: Json | undefined, ...path: readonly (string | number)[]): readonly NativeAction[];
}

/** One native setting: its value read out of an action; undefined leaves it out. */
export type Field = (reading: ActionReading) => Json | undefined;

/** Takes a setting of the action. */
export function take(reading: ActionReading, key: string): Json | undefined {
  reading.used.add(key);
  return own(reading.settings, key);
}

/** A value: literal or expression. */
export function value(key: string): Field {
  return (reading) => nativeValue(take(reading, key), reading.writing.things);
}

/** What is told to somebody, in a bot or in writing. */
export function communication(key: string): Field {
  return (reading) => nativeCommunication(take(reading, key), reading.writing.things);
}

/** A plain literal, such as a flag or a mode; expressions are left out with a note by whoever checks the schema. */
export function literal(key: string): Field {
  return (reading) => {
    const found = take(reading, key);
    const lit = isJsonObject(found) && 'lit' in found ? found['lit'] : found;
    return isJsonObject(lit) ? nativeValue(found, reading.writing.things) : (lit ?? undefined);
  };
}

/** An object of the organization: its name, or an expression that gives it. */
export function object(key: string, thing: Thing): Field {
  return (reading) => objectValue(take(reading, key), thing, reading.writing);
}

/** An object in Archy's form as its name or an expression; a name is noted for the environment. */
export function objectValue(json: Json | undefined, thing: Thing, writing: Writing): Json | undefined {
  const name = isExpression(json) ? undefined : nameIn(json);
  if (name === undefined) return nativeValue(json, writing.things);
  if (name === '') return undefined;
  const native = thing === 'flow' ? flowNameHere(name, writing) : writing.things.add(thing, name);
  return native.includes('{{') ? { lit: { name: native } } : native;
}

function isExpression(json: Json | undefined): boolean {
  return isJsonObject(json) && ('exp' in json || 'var' in json);
}

/** A flow by its file's name where it is here, else by Architect's name, noted as living elsewhere. */
export function flowNameHere(name: string, writing: Writing, thing: 'flow' | 'bot' = 'flow'): string {
  return writing.flows.get(name) ?? writing.things.add(thing, name);
}

/** A number of seconds or an expression. */
export function seconds(key: string): Field {
  return (reading) => nativeSeconds(take(reading, key), reading.writing.things);
}

/** Audio. */
export function audio(key: string): Field {
  return (reading) => nativeAudio(take(reading, key), reading.writing.things);
}

/** A variable that is written to. */
export function variable(key: string): Field {
  return (reading) => variableName(take(reading, key));
}

/** The variable of `{ var }`; nothing of `{ noValue }`. */
export function variableName(json: Json | undefined): string | undefined {
  const name = isJsonObject(json) ? (json['var'] ?? json['exp']) : json;
  return typeof name === 'string' && name.trim() !== '' ? name.trim() : undefined;
}

/** Output names with the variables that get them. */
export function variables(key: string): Field {
  return (reading) => variableNames(take(reading, key));
}

/** Output names with the variables that get them; undefined when there is none. */
export function variableNames(json: Json | undefined): JsonObject | undefined {
  const entries = Object.entries(isJsonObject(json) ? json : {}).flatMap(
    ([name, one]): [string, string][] => {
      const target = variableName(one);
      return target === undefined ? [] : [[name, target]];
    },
  );
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** Input names with their values. */
export function values(key: string): Field {
  return (reading) => valuesOf(take(reading, key), reading.writing);
}

/** Input names with their values; undefined when there is none. */
export function valuesOf(json: Json | undefined, writing: Writing): JsonObject | undefined {
  const entries = Object.entries(isJsonObject(json) ? json : {}).flatMap(([name, one]): [string, Json][] => {
    const given = nativeValue(one, writing.things);
    return given === undefined ? [] : [[name, given]];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** A task, menu or state of the flow, by a reference. */
export function container(key: string, kind: 'task' | 'menu' | 'state'): Field {
  return (reading) => {
    const reference = take(reading, key);
    const name = typeof reference === 'string' ? reading.writing.names.find(kind, reference) : undefined;
    if (name === undefined) {
      const { writing, spot } = reading;
      const message = `${spot.where} refers to a ${kind} that is not in the flow: ${JSON.stringify(reference ?? null)}`;
      writing.notes.add(
        'error',
        pointerTo(spot.pointer, key),
        'IMPORT_REFERENCE',
        message,
        `correct \`${key}\`, and import again`,
      );
    }
    return name ?? String(reference ?? '');
  };
}

/** Fields as one object; what has no value is left out. */
export function settingsOf(reading: ActionReading, fields: { readonly [name: string]: Field }): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]): [string, Json][] => {
      const found = field(reading);
      return found === undefined ? [] : [[name, found]];
    }),
  );
}

/** Marks settings as read that have no meaning here. */
export function ignore(reading: ActionReading, ...keys: readonly string[]): void {
  for (const key of keys) reading.used.add(key);
}

/** Whether a list below a key has anything in it. */
export function hasItems(json: Json | undefined, key: string): boolean {
  return listAt(json, key).length > 0;
}
