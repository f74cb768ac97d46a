import type { TSchema } from 'typebox';
import type { Diagnostic, Place } from '../authoring/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject, pointerTo } from '../authoring/json.ts';
import { didYouMean } from '../authoring/suggest.ts';
import type { Report } from './expression/compile-rule.ts';
import { compileValue } from './expression/compile-value.ts';
import { convert, jsonNumber } from './expression/conversion.ts';
import { type Expression, literal } from './expression/expression.ts';
import { compileText, type Text } from './expression/text.ts';
import { type Assignment, type Audio, kindOf } from './settings.ts';
import type { Thing } from './thing-kinds.ts';
import { fits, VARIABLE_TYPES, type ValueType } from './value-type.ts';
import {
  isNameFault,
  type NameScope,
  type Target,
  type VariableReference,
  writeVariable,
} from './variables.ts';
import { literalName, type ThingReference, writtenThings } from './written-things.ts';

/** A list of actions found in an action's settings: one of its output paths. */
export interface Branch {
  readonly name: string;
  readonly actions: Json;
  readonly place: Place;
}

/** What an action's settings may refer to by name. */
export interface KnownNames {
  readonly tasks: readonly string[];
  readonly menus: readonly string[];
  readonly states: readonly string[];
  readonly bots: readonly string[];
  readonly dataActions: readonly string[];
  /** Flows whose files were found. */
  readonly flows: readonly string[];
  /** Intents that the flow declares. */
  readonly intents: readonly string[];
}

/** Where settings are compiled, and what is gathered on the way. */
export interface SettingsContext {
  readonly scope: NameScope;
  readonly known: KnownNames;
  readonly diagnostics: Diagnostic[];
  readonly branches: Branch[];
  readonly reads: VariableReference[];
  readonly writes: Target[];
  /** Tasks, menus, states and flows referred to, for reachability. */
  readonly targets: string[];
  /** Things of the environment that are named. */
  readonly things: ThingReference[];
}

type ObjectSchema = TSchema & {
  readonly properties?: Record<string, TSchema>;
  readonly patternProperties?: Record<string, TSchema>;
  readonly items?: TSchema;
};

/** Turns settings that fit their schema into the form `enter` receives; every fault becomes a diagnostic. */
export function compileSettings(
  schema: TSchema,
  json: Json,
  place: Place,
  context: SettingsContext,
): unknown {
  const kind = kindOf(schema);
  if (kind !== undefined) return compileKind(kind, schema, json, place, context);
  const { properties, patternProperties, items } = schema as ObjectSchema;
  if (Array.isArray(json) && items !== undefined) {
    return json.map((item, index) => compileSettings(items, item, below(place, index), context));
  }
  if (!isJsonObject(json)) return json;
  const anyKey = patternProperties === undefined ? undefined : Object.values(patternProperties)[0];
  const compiled = Object.entries(json).map(([key, value]) => {
    const property =
      (properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined) ?? anyKey;
    return [
      key,
      property === undefined ? value : compileSettings(property, value, below(place, key), context),
    ] as const;
  });
  return Object.fromEntries(compiled);
}

function compileKind(
  kind: string,
  schema: TSchema,
  json: Json,
  place: Place,
  context: SettingsContext,
): unknown {
  const wanted = ((schema as { 'x-type'?: ValueType })['x-type'] ?? 'any') as ValueType;
  switch (kind) {
    case 'value':
      return value(json, wanted, place, context);
    case 'text':
      return text(json, place, context);
    case 'audio':
      return audio(json, place, context);
    case 'target':
      return target(json, wanted, place, context);
    case 'assignments':
      return assignments(json, place, context);
    case 'actions':
      return branch(json, place, context);
    case 'task':
      return named(json, 'task', context.known.tasks, place, context);
    case 'menu':
      return named(json, 'menu', context.known.menus, place, context);
    case 'state':
      return named(json, 'state', context.known.states, place, context);
    case 'flow':
      return flowName(json, thingOf(schema), place, context);
    case 'thing':
      return thingName(json, thingOf(schema), place, context);
    case 'object':
      return object(json, thingOf(schema), place, context);
    case 'seconds':
      return seconds(json, place, context);
    case 'slot':
      return slot(json, place, context);
    case 'dataAction':
      return named(json, 'data action', context.known.dataActions, place, context);
    default:
      return json;
  }
}

function value(json: Json, wanted: ValueType, place: Place, context: SettingsContext) {
  const expression = compileValue(json, wanted, context.scope, reporter(place, context));
  context.reads.push(...expression.reads);
  context.things.push(...writtenThings(json, wanted, place));
  for (const name of new Set(expression.reads.flatMap(promptNamed)))
    context.things.push({ thing: 'prompt', name, place });
  return expression;
}

/** The prompt that an expression names as the environment has it; none for a variable. */
function promptNamed({ scope, name }: VariableReference): readonly string[] {
  if (scope !== 'builtIn') return [];
  if (name.startsWith('PromptSystem.')) return [name];
  return name.startsWith('Prompt.') ? [name.slice('Prompt.'.length)] : [];
}

function text(json: Json, place: Place, context: SettingsContext): Text {
  if (typeof json !== 'string') {
    reporter(place, context)('', 'WRONG_TYPE', 'this must be a text', 'write it between quotes');
    return compileText('', context.scope, () => {});
  }
  const compiled = compileText(json, context.scope, reporter(place, context));
  context.reads.push(...compiled.reads);
  return compiled;
}

/** The name of a flow whose file there is, or of one that only the environment knows. */
function flowName(json: Json, otherwise: Thing, place: Place, context: SettingsContext): string {
  if (typeof json !== 'string' || !context.known.flows.includes(json))
    return thingName(json, otherwise, place, context);
  context.targets.push(`flow:${json}`);
  return json;
}

function thingOf(schema: TSchema): Thing {
  return (schema as { 'x-thing'?: Thing })['x-thing'] ?? 'flow';
}

function thingName(json: Json, thing: Thing, place: Place, context: SettingsContext): string {
  if (typeof json === 'string' && json !== '') {
    context.things.push({ thing, name: json, place });
    return json;
  }
  reporter(place, context)('', 'WRONG_TYPE', 'this must be a name', 'write it between quotes');
  return '';
}

function object(json: Json, thing: Thing, place: Place, context: SettingsContext): Expression {
  const name = literalName(json);
  if (name !== undefined) context.things.push({ thing, name, place });
  if (typeof json !== 'string') return objectGiven(json, typeOfThing(thing), place, context);
  const words = text(json, place, context);
  const type = typeOfThing(thing);
  if (words.constant !== undefined) return literal({ name: words.constant }, type);
  return { type, reads: words.reads, evaluate: (reader) => nameObject(words.fill(reader)) };
}

/** An expression gives the object, or the name of it. */
function objectGiven(json: Json, type: ValueType, place: Place, context: SettingsContext): Expression {
  const given = value(json, 'any', place, context);
  if (given.type !== 'string' && given.type !== 'any') return value(json, type, place, context);
  return {
    type,
    reads: given.reads,
    evaluate(reader) {
      const found = given.evaluate(reader);
      return typeof found === 'string' ? nameObject(found) : found;
    },
  };
}

function nameObject(name: string): Json | undefined {
  return name === '' ? undefined : { name };
}

function typeOfThing(thing: Thing): ValueType {
  return VARIABLE_TYPES.find((type) => type === thing) ?? 'any';
}

/** Milliseconds: of a number of seconds, or of a Duration. */
function seconds(json: Json, place: Place, context: SettingsContext): Expression {
  const isText = typeof json === 'string' && !json.includes('{{');
  const given = value(json, isText ? 'decimal' : 'any', place, context);
  if (given.type !== 'any' && !SECONDS_TYPES.has(given.type)) {
    reporter(place, context)(
      '',
      'WRONG_TYPE',
      `this gives a value of type ${given.type}, but a time is wanted`,
      'write a number of seconds, or an expression that gives a Duration',
    );
  }
  if (typeof given.literal === 'number') return literal(Math.round(given.literal * 1000), 'duration');
  const isDuration = given.type === 'duration';
  return {
    type: 'duration',
    reads: given.reads,
    evaluate: (reader) => milliseconds(given.evaluate(reader), isDuration),
  };
}

const SECONDS_TYPES: ReadonlySet<ValueType> = new Set(['integer', 'decimal', 'duration', 'string']);

function milliseconds(given: Json | undefined, isDuration: boolean): number | undefined {
  const number = jsonNumber(convert(given, 'decimal'));
  return typeof number === 'number' ? Math.round(isDuration ? number : number * 1000) : undefined;
}

const AUDIO_KEYS = ['text', 'prompt', 'languages', 'exp', 'bargeIn'];

function audio(json: Json, place: Place, context: SettingsContext): Audio {
  if (!isJsonObject(json)) return { text: text(json, place, context), bargeIn: true };
  const report = reporter(place, context);
  const stray = Object.keys(json).find((key) => !AUDIO_KEYS.includes(key));
  if (stray !== undefined)
    report(
      pointerTo('', stray),
      'UNKNOWN_SETTING',
      `\`${stray}\` is not known here`,
      didYouMean(stray, AUDIO_KEYS, ''),
    );
  const { bargeIn = true } = json;
  if (typeof bargeIn !== 'boolean')
    report(
      '/bargeIn',
      'WRONG_TYPE',
      '`bargeIn` must be true or false',
      'true lets a key cut the audio short',
    );
  return { ...said(json, place, context), bargeIn: bargeIn !== false };
}

/** What audio says, in one of its four ways. */
function said(json: JsonObject, place: Place, context: SettingsContext): Omit<Audio, 'bargeIn'> {
  if (json['prompt'] !== undefined)
    return { prompt: thingName(json['prompt'], 'prompt', below(place, 'prompt'), context) };
  if (json['exp'] !== undefined) return { expression: value({ exp: json['exp'] }, 'audio', place, context) };
  if (json['languages'] !== undefined)
    return { languages: wordsByLanguage(json['languages'], below(place, 'languages'), context) };
  if (json['text'] === undefined)
    reporter(place, context)(
      '',
      'MISSING_SETTING',
      'this audio says nothing',
      'give it "text", "prompt", "languages" or "exp"',
    );
  return { text: text(json['text'] ?? '', below(place, 'text'), context) };
}

function wordsByLanguage(json: Json, place: Place, context: SettingsContext): ReadonlyMap<string, Text> {
  if (isJsonObject(json))
    return new Map(
      Object.entries(json).map(([tag, one]) => [tag.toLowerCase(), text(one, below(place, tag), context)]),
    );
  reporter(place, context)(
    '',
    'WRONG_TYPE',
    'this must be an object of a text for each language',
    'write {"en-US": "Hello."}',
  );
  return new Map();
}

function target(json: Json, type: ValueType, place: Place, context: SettingsContext): Target {
  const nothing: Target = { scope: 'task', name: '', type: 'any' };
  if (typeof json !== 'string') {
    reporter(place, context)(
      '',
      'WRONG_TYPE',
      'this must be the name of a variable',
      'write "Flow.name" or "Task.name"',
    );
    return nothing;
  }
  const found = writeVariable(context.scope, json, type);
  if (isNameFault(found)) {
    reporter(place, context)('', found.code, found.message, found.hint);
    return nothing;
  }
  if (!fits(type, found.type)) {
    reporter(place, context)(
      '',
      'WRONG_TYPE',
      `this gives a value of type ${type}, \`${found.name}\` is of type ${found.type}`,
      `save it to a variable of type ${type}`,
    );
  }
  context.writes.push(found);
  return found;
}

/** `Slot.city` may be written `city`. */
function slot(json: Json, place: Place, context: SettingsContext): Target {
  const isBare = typeof json === 'string' && !/^slot\./i.test(json);
  return target(isBare ? `Slot.${json}` : json, 'any', place, context);
}

function assignments(json: Json, place: Place, context: SettingsContext): readonly Assignment[] {
  if (!isJsonObject(json) || Object.keys(json).length === 0) {
    reporter(place, context)(
      '',
      'WRONG_TYPE',
      'this must be an object of at least one variable',
      'write {"Flow.name": value}',
    );
    return [];
  }
  return Object.entries(json).map(([name, written]) => {
    const at = below(place, name);
    const declared = writeVariable(context.scope, name, 'any');
    const wanted = isNameFault(declared) ? 'any' : declared.type;
    const compiled = value(written, wanted, at, context);
    // A literal does not tell the type of a task variable: 1 may be followed by 2.5.
    const type = compiled.literal === undefined ? compiled.type : 'any';
    return { target: target(name, wanted === 'any' ? type : wanted, at, context), value: compiled };
  });
}

/** The name of an output path: the key it stands under, or its choice, or the number of its case. */
function branch(json: Json, place: Place, context: SettingsContext): string {
  const keys = place.pointer.split('/').map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const isInside = keys.at(-1) === 'actions' && keys.at(-2) !== 'outputs';
  const key = (isInside ? keys.at(-2) : keys.at(-1)) ?? '';
  const name = keys.at(-3) === 'cases' ? `case ${Number(key) + 1}` : key;
  context.branches.push({ name, actions: json, place });
  return name;
}

function named(
  json: Json,
  what: string,
  known: readonly string[],
  place: Place,
  context: SettingsContext,
): string {
  const name = typeof json === 'string' ? json : '';
  if (!known.includes(name)) {
    const code = `UNKNOWN_${what.replace(' ', '_').toUpperCase()}`;
    reporter(place, context)(
      '',
      code,
      `there is no ${what} \`${name}\``,
      didYouMean(name, known, `add the ${what} first`),
    );
  } else if (what !== 'data action') context.targets.push(`${what}:${name}`);
  return name;
}

/** A reporter for faults at and below a place. */
export function reporter(place: Place, context: { readonly diagnostics: Diagnostic[] }): Report {
  return (pointer, code, message, hint) => {
    context.diagnostics.push({
      severity: 'error',
      file: place.file,
      pointer: place.pointer + pointer,
      code,
      message,
      ...(hint === '' ? {} : { hint }),
    });
  };
}

/** The place of a key or item below another. */
export function below(place: Place, ...keys: readonly (string | number)[]): Place {
  return { file: place.file, pointer: pointerTo(place.pointer, ...keys) };
}
