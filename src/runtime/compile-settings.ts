import type { TSchema } from 'typebox';
import type { Diagnostic, Place } from '../authoring/diagnostic.ts';
import { isJsonObject, type Json, pointerTo } from '../authoring/json.ts';
import { didYouMean } from '../authoring/suggest.ts';
import type { Report } from './expression/compile-rule.ts';
import { compileValue } from './expression/compile-value.ts';
import { compileText, type Text } from './expression/text.ts';
import { type Assignment, type Audio, kindOf } from './settings.ts';
import type { ValueType } from './value-type.ts';
import {
  isNameFault,
  type NameScope,
  type Target,
  type VariableReference,
  writeVariable,
} from './variables.ts';

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
  readonly dataActions: readonly string[];
}

/** Where settings are compiled, and what is gathered on the way. */
export interface SettingsContext {
  readonly scope: NameScope;
  readonly known: KnownNames;
  readonly diagnostics: Diagnostic[];
  readonly branches: Branch[];
  readonly reads: VariableReference[];
  readonly writes: Target[];
  /** Tasks and menus referred to, for reachability. */
  readonly targets: string[];
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
    case 'dataAction':
      return named(json, 'data action', context.known.dataActions, place, context);
    default:
      return json;
  }
}

function value(json: Json, wanted: ValueType, place: Place, context: SettingsContext) {
  const expression = compileValue(json, wanted, context.scope, reporter(place, context));
  context.reads.push(...expression.reads);
  return expression;
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

function audio(json: Json, place: Place, context: SettingsContext): Audio {
  if (!isJsonObject(json)) return { text: text(json, place, context), bargeIn: true };
  const stray = Object.keys(json).find((key) => key !== 'text' && key !== 'bargeIn');
  if (stray !== undefined)
    reporter(place, context)(
      pointerTo('', stray),
      'UNKNOWN_SETTING',
      `\`${stray}\` is not known here`,
      didYouMean(stray, ['text', 'bargeIn'], ''),
    );
  const { bargeIn = true } = json;
  if (typeof bargeIn !== 'boolean')
    reporter(place, context)(
      '/bargeIn',
      'WRONG_TYPE',
      '`bargeIn` must be true or false',
      'true lets a key cut the audio short',
    );
  return { text: text(json['text'] ?? null, below(place, 'text'), context), bargeIn: bargeIn !== false };
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
  context.writes.push(found);
  return found;
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
    return { target: target(name, type, at, context), value: compiled };
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
