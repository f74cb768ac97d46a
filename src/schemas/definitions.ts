import type { JsonObject } from '../authoring/json.ts';
import { FUNCTIONS } from '../runtime/expression/functions.ts';
import { OPERATORS, type OperatorDefinition } from '../runtime/expression/operators.ts';
import { VariableSchema } from '../runtime/flow.ts';
import type { FlowActionType } from '../runtime/flow-action.ts';
import { FLOW_ACTIONS } from '../runtime/flow-actions/index.ts';
import type { SettingKind } from '../runtime/settings.ts';
import { plainSchema, referTo } from './plain-schema.ts';

const HERE = '#/definitions/';
/** A variable that can be set. Upper and lower case do not differ. */
const TARGET =
  '^([Ff][Ll][Oo][Ww]|[Tt][Aa][Ss][Kk]|[Ss][Tt][Aa][Tt][Ee]|[Ss][Ll][Oo][Tt]|[Cc][Oo][Mm][Mm][Oo][Nn])\\.[A-Za-z]\\w*$';

const VALUE: JsonObject = {
  description:
    'A literal, a text with {{Scope.name}} in it, an Architect expression as {"exp": …}, or a JSONLogic rule such as {"var": "Flow.name"}.',
  type: ['string', 'number', 'boolean', 'null', 'array', 'object'],
  minProperties: 1,
  maxProperties: 1,
  properties: {
    lit: { description: 'The value behind it as it stands, such as an object.' },
    exp: {
      type: 'string',
      description: 'An Architect expression: If(IsSet(Flow.name), Flow.name, "friend").',
    },
    ...operators(),
  },
  additionalProperties: false,
  items: { $ref: `${HERE}value` },
};

const TEXT: JsonObject = { type: 'string', description: 'A text; {{Scope.name}} stands for a variable.' };

const AUDIO: JsonObject = {
  description:
    'What is said: a text, or {"text": …}, {"prompt": name}, {"languages": {tag: text}} or {"exp": …}, each with "bargeIn": false.',
  anyOf: [
    { $ref: `${HERE}text` },
    {
      type: 'object',
      properties: {
        text: { $ref: `${HERE}text` },
        prompt: { type: 'string', minLength: 1, description: 'A prompt of the environment.' },
        languages: {
          type: 'object',
          additionalProperties: { $ref: `${HERE}text` },
          description: 'Language tag: text.',
        },
        exp: { type: 'string', description: 'An Architect expression that gives audio.' },
        bargeIn: {
          type: 'boolean',
          default: true,
          description: 'Whether a key or a word cuts the audio short.',
        },
      },
      additionalProperties: false,
    },
  ],
};

/** What stands for each kind of setting. */
const KINDS: { readonly [kind in SettingKind]: JsonObject } = {
  value: VALUE,
  text: TEXT,
  audio: AUDIO,
  target: {
    type: 'string',
    pattern: TARGET,
    description: 'A variable that gets a value: Flow.name or Task.name.',
  },
  assignments: {
    type: 'object',
    minProperties: 1,
    propertyNames: { pattern: TARGET },
    additionalProperties: { $ref: `${HERE}value` },
  },
  actions: { type: 'array', items: { $ref: `${HERE}action` }, description: 'Actions, run in order.' },
  task: { type: 'string', minLength: 1, description: 'The name of a task of this flow.' },
  menu: { type: 'string', minLength: 1, description: 'The name of a menu of this flow.' },
  state: { type: 'string', minLength: 1, description: 'The name of a state of this flow.' },
  flow: {
    type: 'string',
    minLength: 1,
    description: 'A flow: the name of its file without .flow.json, or a name of the environment.',
  },
  thing: { type: 'string', minLength: 1, description: 'The name of something the environment has.' },
  object: {
    description: 'The name of an object of the organization, or an expression that gives the object.',
    anyOf: [{ $ref: `${HERE}text` }, { $ref: `${HERE}value` }],
  },
  seconds: {
    description: 'A number of seconds, or an expression that gives one or a Duration.',
    anyOf: [{ type: 'number', minimum: 0 }, { $ref: `${HERE}value` }],
  },
  slot: { type: 'string', minLength: 1, description: 'A slot of the bot: its name, or Slot.name.' },
  dataAction: {
    type: 'string',
    pattern: '^[\\w-]+(\\.[\\w-]+)*$',
    description: 'The name of a data action: its file without .data-action.json.',
  },
};

/** The properties of a task that is an object: in its own file, or in a flow. */
export const TASK_OBJECT: JsonObject = {
  type: 'object',
  required: ['actions'],
  properties: {
    $schema: { type: 'string', description: 'Gives completion and checks in the editor.' },
    description: { type: 'string' },
    variables: {
      type: 'object',
      description: 'Task.name (State.name in a state): type and initial value.',
      additionalProperties: plainSchema(VariableSchema, HERE),
    },
    actions: { $ref: `${HERE}actions` },
  },
  additionalProperties: false,
};

/** `schemas/definitions.schema.json`: what the other schemas refer to. */
export function definitionsSchema(): JsonObject {
  const task = { $ref: `${HERE}taskObject` };
  return {
    title: 'What flows, menus and tasks are made of',
    definitions: {
      ...KINDS,
      action: ACTION,
      taskObject: TASK_OBJECT,
      taskBody: { anyOf: [{ $ref: `${HERE}actions` }, task, taskReference()] },
      menuBody: { $ref: 'flow-actions/menu.schema.json' },
    },
  };
}

function taskReference(): JsonObject {
  const path = {
    type: 'string',
    pattern: '\\.json$',
    description: "Path of a task file, from the flow's own.",
  };
  return { type: 'object', required: ['$ref'], properties: { $ref: path }, additionalProperties: false };
}

/** One object whose properties are the action types: so an editor can offer them. */
const ACTION: JsonObject = {
  type: 'object',
  description: 'One action: an object with one key, the name of the action.',
  properties: {
    ...Object.fromEntries(FLOW_ACTIONS.map((type) => [type.type, actionProperty(type)])),
    id: {
      type: 'string',
      minLength: 1,
      description: 'Names the action in transcripts; unique within the flow.',
    },
    note: { description: 'For the reader.' },
  },
  additionalProperties: false,
  ...exactlyOneBeside('id', 'note'),
};

function actionProperty(type: FlowActionType): JsonObject {
  const paths = type.outputs.length === 0 ? '' : `\n\nOutput paths: ${type.outputs.join(', ')}.`;
  return referTo(`flow-actions/${type.type}.schema.json`, {
    description: type.description,
    markdownDescription: `**${type.title}** – ${type.description}${paths}`,
  });
}

/** Exactly one property besides two that may be there or not; counted, since `oneOf` gives unreadable faults. */
function exactlyOneBeside(first: string, second: string): JsonObject {
  const count = (number: number) => ({ minProperties: number, maxProperties: number });
  const either = [{ required: [first] }, { required: [second] }];
  return {
    if: { required: [first, second] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: count(3),
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    else: { if: { anyOf: either }, then: count(2), else: count(1) },
  };
}

function operators(): JsonObject {
  return Object.fromEntries(Object.entries(OPERATORS).map(([name, one]) => [name, operands(name, one)]));
}

/** Operands stand in a list; a single one may stand alone. */
function operands(name: string, { minimum, maximum }: OperatorDefinition): JsonObject {
  const description = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name]?.description : undefined;
  return referTo(`${HERE}value`, {
    ...(description === undefined ? {} : { description }),
    ...(minimum > 1 ? { type: 'array' } : {}),
    minItems: minimum,
    maxItems: maximum,
  });
}
