import type { TSchema } from 'typebox';
import type { Json, JsonObject } from '../../../src/authoring/json.ts';
import type { FlowType } from '../../../src/runtime/flow-types.ts';
import { kindOf, type SettingKind } from '../../../src/runtime/settings.ts';
import { itemType } from '../../../src/runtime/value-type.ts';
import type { Random } from '../../support/random.ts';

/** Where random settings are made, and what they may name. */
export interface Around {
  readonly random: Random;
  /** One setting in so many is nonsense; 0: none is. */
  readonly nonsense: number;
  readonly flowType: FlowType;
  /** What variables of the task or state begin with. */
  readonly prefix: 'Task' | 'State';
  /** One setting in so many is left out where it may be. */
  readonly leftOut: number;
  /** Names of what there is, by the key they stand under or the kind of what is named. */
  readonly names: { readonly [kind: string]: readonly string[] };
  /** A list of actions, for a path of this name. */
  actions(path: string): Json;
}

/** Names of things, known and unknown, and such as JavaScript objects have by themselves. */
export const THING_NAMES = [
  'Sales',
  'service',
  'Büro/Ost ~1',
  '__proto__',
  'constructor',
  '*',
  'a b',
] as const;
const TEXTS = ['', 'Hello.', 'yes', '42', '-1.5', '+4917012345', '2026-01-05T10:00:00Z', 'ä😀\n{', 'PT5S'];
const NONSENSE: readonly Json[] = [
  null,
  true,
  -1,
  1e308,
  'nobody',
  '{{',
  '{{Flow.nobody}}',
  [],
  [[]],
  {},
  { exp: 'Flow.' },
  { exp: 1 },
  { nobody: [1, 2] },
  { var: 'Flow.nobody' },
  { toString: 1 },
  [{ disconnect: {} }],
];

type PlainSchema = TSchema & {
  readonly type?: string | readonly string[];
  readonly enum?: readonly Json[];
  readonly const?: Json;
  readonly anyOf?: readonly TSchema[];
  readonly properties?: { readonly [name: string]: TSchema };
  readonly required?: readonly string[];
  readonly patternProperties?: { readonly [pattern: string]: TSchema };
  readonly items?: TSchema;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly 'x-type'?: string;
  readonly 'x-thing'?: string;
};

/** JSON that a schema of settings allows, and now and then some that it does not. @param key where it stands. */
export function randomSettings(schema: TSchema, key: string, around: Around): Json {
  const { random, nonsense } = around;
  if (nonsense > 0 && random.below(nonsense) === 0) return random.pick(NONSENSE);
  const kind = kindOf(schema);
  return kind === undefined ? plain(schema, key, around) : ofKind(kind, schema, key, around);
}

function ofKind(kind: SettingKind, schema: PlainSchema, key: string, around: Around): Json {
  const { random } = around;
  const type = schema['x-type'] ?? random.pick(['string', 'integer', 'boolean', 'json', 'stringCollection']);
  const makers: { readonly [kind in SettingKind]?: () => Json } = {
    value: () => value(type, around),
    text: () => text(around),
    audio: () => audio(around),
    target: () => target(type, around),
    assignments: () => Object.fromEntries([1, 2].map(() => assignment(around))),
    actions: () => around.actions(key),
    object: () => random.pick([...nameOf(schema['x-thing'] ?? 'flow', key, around), value(type, around)]),
    seconds: () => random.pick<Json>([1, 0.5, 5, exp('Flow.duration'), exp('Flow.integer')]),
    slot: () => random.pick(['Slot.string', 'string', 'Slot.integer', 'Slot.boolean', 'Slot.date']),
  };
  return makers[kind]?.() ?? random.pick(nameOf(schema['x-thing'] ?? kind, key, around));
}

function nameOf(kind: string, key: string, { names }: Around): readonly string[] {
  return names[key] ?? names[kind] ?? THING_NAMES;
}

function exp(text: string): Json {
  return { exp: text };
}

/** Something that gives a value of a type, by any of the ways to write it; it may well fail in a call. */
function value(type: string, around: Around): Json {
  const { random } = around;
  const own = `Flow.${type}`;
  return random.pick<() => Json>([
    () => ({ var: own }),
    () => exp(own),
    () => exp(`If(Flow.boolean, ${own}, ${own})`),
    () => null,
    () => literal(type, around),
    () => literal(type, around),
    () => exp(random.pick(EXPRESSIONS[type] ?? [own])),
    () => ({ if: [{ var: 'Flow.boolean' }, { var: own }, literal(type, around)] }),
    () => text(around),
  ])();
}

/** Expressions by the type they give; some are errors in a call. */
const EXPRESSIONS: { readonly [type: string]: readonly string[] } = {
  string: [
    'Append(Flow.string, " ", ToString(Flow.integer))',
    'Substring(Flow.string, 0, Flow.integer)',
    'GetAt(Flow.stringCollection, Flow.integer)',
    'Upper(Flow.string)',
  ],
  integer: ['Flow.integer + 1', 'Length(Flow.string)', 'Count(Flow.stringCollection)', 'ToInt(Flow.string)'],
  decimal: ['Flow.decimal / Flow.integer', 'Flow.integer / 3'],
  boolean: [
    'Flow.integer > 3',
    'IsNotSetOrEmpty(Flow.string)',
    'Flow.string == "yes"',
    'Contains(Flow.string, "e")',
    'not Flow.boolean',
  ],
  dateTime: ['GetCurrentDateTimeUtc()', 'AddDays(Flow.dateTime, Flow.integer)'],
  duration: ['MakeDuration(0, 0, 0, 5)', 'ToDuration(Flow.string)'],
  json: ['JsonParse(Flow.string)', 'ToJson(Flow.string)'],
  stringCollection: ['Split(Flow.string, ",")', 'AddItem(Flow.stringCollection, Flow.string)'],
  communication: ['ToCommunication(Flow.string)'],
};

function literal(type: string, { random }: Around): Json {
  const item = itemType(type as 'stringCollection');
  if (item !== undefined) return { lit: [] };
  return random.pick<Json>(LITERALS[type] ?? [null]);
}

const LITERALS: { readonly [type: string]: readonly Json[] } = {
  string: TEXTS,
  communication: TEXTS,
  integer: [0, 1, 3, -7],
  decimal: [0.5, 2],
  boolean: [true, false],
  dateTime: ['2026-01-05T10:00:00Z'],
  json: [1, 'a', { lit: { a: [1, null] } }, { lit: [] }],
};

function text({ random }: Around): string {
  return random.pick([
    ...TEXTS,
    'Hello {{Flow.string}}, {{Flow.integer}}.',
    '{{Flow.json.a.b}}',
    '{{Flow.dateTime}} {{Flow.stringCollection}}',
  ]);
}

function audio(around: Around): Json {
  const { random } = around;
  const said = random.pick<() => JsonObject>([
    () => ({ text: text(around) }),
    () => ({ prompt: random.pick(THING_NAMES) }),
    () => ({ languages: { 'en-US': text(around), 'de-DE': text(around) } }),
    () => ({ exp: random.pick(['Flow.string', 'ToAudioTTS(Flow.string)', 'ToAudioBlank(500)']) }),
    () => ({ exp: 'ToAudioNumber(Flow.integer)' }),
  ])();
  return random.below(2) === 0 ? text(around) : { ...said, bargeIn: random.below(3) > 0 };
}

function target(type: string, { random, prefix }: Around): string {
  return random.pick([`Flow.${type}`, `Flow.${type}`, `Flow.${type}`, `${prefix}.of${type}`]);
}

function assignment(around: Around): readonly [string, Json] {
  const type = around.random.pick([...Object.keys(LITERALS), 'stringCollection', 'queue', 'json']);
  return [target(type, around), value(type, around)];
}

function plain(schema: PlainSchema, key: string, around: Around): Json {
  const { random } = around;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return random.pick(schema.enum);
  if (schema.anyOf !== undefined) return randomSettings(random.pick(schema.anyOf), key, around);
  const types = [schema.type ?? 'string'].flat();
  switch (random.pick(types)) {
    case 'object':
      return object(schema, key, around);
    case 'array':
      return many(schema.minItems ?? 0, random).map(() =>
        randomSettings(schema.items ?? {}, `${key} item`, around),
      );
    case 'integer':
      return number(schema, random);
    case 'number':
      return number(schema, random) + (random.below(3) === 0 ? 0.25 : 0);
    case 'boolean':
      return random.below(2) === 0;
    case 'null':
      return null;
    default:
      return word(schema, key, around);
  }
}

function many(atLeast: number, random: Random): readonly number[] {
  return Array.from({ length: Math.max(atLeast, random.below(4)) }, (_, index) => index);
}

function number({ minimum = 0, maximum = minimum + 20 }: PlainSchema, { below }: Random): number {
  const least = Math.ceil(minimum);
  return least + below(Math.min(Math.floor(maximum) - least, 20));
}

/** What a pattern allows, for every pattern that schemas of settings have. */
const WORDS: readonly string[] = ['#', '7', 'en-US', '2026-01-05T09:00', '2026-01-05T17:30', '123', 'a/b'];

function word({ pattern, minLength = 0 }: PlainSchema, key: string, { random, names }: Around): string {
  const words = names[key] ?? [...WORDS, ...TEXTS];
  const fit = words.filter(
    (one) => one.length >= minLength && (pattern === undefined || new RegExp(pattern).test(one)),
  );
  return random.pick(fit.length === 0 ? WORDS : fit);
}

function object(schema: PlainSchema, key: string, around: Around): Json {
  const { random } = around;
  const { properties = {}, required = [], patternProperties } = schema;
  const named = Object.entries(properties).filter(
    ([name]) => required.includes(name) || random.below(around.leftOut) > 0,
  );
  const made = named.map(([name, one]) => [name, randomSettings(one, name, around)] as const);
  const record = Object.entries(patternProperties ?? {}).flatMap(([pattern, one]) =>
    recordKeys(pattern, key, around).map(
      (name) => [name, randomSettings(one, `${key} item`, around)] as const,
    ),
  );
  return Object.fromEntries([...made, ...record]);
}

function recordKeys(pattern: string, key: string, around: Around): readonly string[] {
  const { random, names } = around;
  const words = (names[`${key} keys`] ?? names[key] ?? [...THING_NAMES, ...WORDS]).filter((one) =>
    new RegExp(pattern).test(one),
  );
  return words.length === 0 ? [] : many(2, random).map(() => random.pick(words));
}
