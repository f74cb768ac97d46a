import { isJsonObject, type Json, type JsonObject } from '../authoring/json.ts';
import { mono } from './markdown.ts';

/** The kinds of settings that are more than JSON: name on a page, and what an author may write. */
export const KINDS: { readonly [kind: string]: readonly [name: string, meaning: string] } = {
  value: [
    'value',
    'A literal, a text with `{{Flow.name}}` in it, an Architect expression `{ "exp": "Flow.count + 1" }`, or a JSONLogic rule `{ "var": "Flow.name" }`. `{ "lit": … }` is an object or list as it stands. In brackets: the type it must give.',
  ],
  text: ['text', 'A text; `{{Flow.name}}` stands for a variable.'],
  audio: [
    'audio',
    'What is said: a text, or an object with one of `text`, `prompt` (its name), `languages` (`{ "de": text, "en": text }`) or `exp`, and `"bargeIn": false` if no key or word may cut it short.',
  ],
  target: [
    'variable',
    'The name of a variable that gets a value, such as `Flow.name` or `Task.name`. In brackets: its type.',
  ],
  assignments: ['variables and values', 'An object of `variable: value`, in the order written.'],
  actions: ['actions', 'A list of actions.'],
  task: ['name of a task', 'A task of this flow.'],
  menu: ['name of a menu', 'A menu of this flow.'],
  state: ['name of a state', 'A state of this flow.'],
  flow: ['name of a flow', "The flow's file without `.flow.json`, or a flow the environment has."],
  thing: [
    'name of a queue, a prompt, …',
    'The name of something the environment has, as it stands there; never an expression.',
  ],
  object: [
    'queue, user, schedule, …',
    'Something the environment has, such as a queue: its name, or an expression that gives it or its name.',
  ],
  seconds: ['seconds', 'A number of seconds, or an expression that gives one or a Duration.'],
  slot: [
    'slot',
    'A slot of the bot, declared as `Slot.name` under `variables`: its name, with or without `Slot.`.',
  ],
  dataAction: ['name of a data action', "The data action's file without `.data-action.json`."],
};

/** The type of a setting in words, with its range. */
export function kindInWords(schema: JsonObject): string {
  const kind = schema['x-kind'];
  return typeof kind === 'string' ? ownKind(kind, schema) : plainType(schema);
}

function ownKind(kind: string, schema: JsonObject): string {
  const name = KINDS[kind]?.[0] ?? kind;
  const { 'x-thing': thing, 'x-type': type } = schema;
  if (kind === 'thing' && typeof thing === 'string') return `name of a ${spaced(thing)}`;
  if (kind === 'object' && typeof thing === 'string') return spaced(thing);
  return `${name}${typeof type === 'string' ? ` (${type})` : range(schema)}`;
}

function plainType(schema: JsonObject): string {
  const options = optionsOf(schema);
  if (options !== undefined) return options.map((option) => mono(JSON.stringify(option))).join(', ');
  const { type, items, pattern, anyOf, patternProperties } = schema;
  if (type === 'array') return `list${ofItems(items)}`;
  if (isJsonObject(patternProperties)) return `object${ofItems(Object.values(patternProperties)[0])}`;
  if (type === 'string') return `text${typeof pattern === 'string' ? ` ${mono(pattern)}` : ''}`;
  if (Array.isArray(anyOf)) return anyOf.filter(isJsonObject).map(kindInWords).join(' or ');
  return typeof type === 'string' ? `${type}${range(schema)}` : 'JSON';
}

/** What a list or object holds, unless that has rows of its own. */
function ofItems(items: Json | undefined): string {
  return !isJsonObject(items) || items['type'] === 'object' ? '' : ` of: ${kindInWords(items)}`;
}

/** The values a setting is restricted to. */
function optionsOf({ const: only, enum: options, anyOf }: JsonObject): readonly Json[] | undefined {
  if (only !== undefined) return [only];
  if (Array.isArray(options)) return options;
  const constants = Array.isArray(anyOf)
    ? anyOf.map((one: Json) => (isJsonObject(one) ? one['const'] : undefined))
    : [];
  return constants.length === 0 || constants.includes(undefined)
    ? undefined
    : constants.filter((one) => one !== undefined);
}

function range({ minimum, maximum }: JsonObject): string {
  if (minimum === undefined && maximum === undefined) return '';
  if (maximum === undefined) return `, at least ${minimum}`;
  return minimum === undefined ? `, at most ${maximum}` : ` ${minimum}–${maximum}`;
}

/** `languageSkill` → `language skill`. */
function spaced(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
