import { isJsonObject, type Json, type JsonObject } from '../../authoring/json.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import type { TriggerSeed } from './trigger-seed.ts';

/** What the workflow gets of an event: what the trigger's paths find, or else the body's own `inputs`. */
export function inputsOf({ inputs: paths }: TriggerSeed, body: unknown): Outcome<JsonObject> {
  if (!isJsonObject(body as Json)) return refuse('bad.request', 'The body must be a JSON object.');
  const event = body as JsonObject;
  if (paths === undefined) return own(event['inputs']);
  const found = Object.entries(paths).flatMap(([name, path]) => {
    const value = valueAt(event, path);
    // What is not there leaves the variable as the workflow declares it.
    return value === undefined ? [] : [[name, value] as const];
  });
  return done(Object.fromEntries(found));
}

function own(inputs: Json | undefined): Outcome<JsonObject> {
  if (inputs === undefined) return done({});
  if (isJsonObject(inputs)) return done(inputs);
  return refuse('constraint.validation', 'inputs must be an object of the workflow’s input variables.', {
    field: 'inputs',
  });
}

const PART = /\.([A-Za-z_][\w-]*)|\[(\d+)\]|\['([^']*)'\]/g;

function valueAt(body: Json, path: string): Json | undefined {
  let value: Json | undefined = body;
  for (const [, dotted, index, quoted] of path.matchAll(PART)) {
    const name = dotted ?? quoted;
    value = name === undefined ? itemOf(value, Number(index)) : memberOf(value, name);
  }
  return value;
}

function itemOf(value: Json | undefined, index: number): Json | undefined {
  return Array.isArray(value) ? (value as readonly Json[])[index] : undefined;
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  return value !== undefined && isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
