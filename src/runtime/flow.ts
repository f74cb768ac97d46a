import { Type } from 'typebox';
import type { Json } from '../authoring/json.ts';
import { FlowSettingsSchema } from './flow-settings.ts';
import { FLOW_TYPE_NAMES } from './flow-types.ts';
import { NluSchema } from './understanding/nlu-schema.ts';
import { VARIABLE_TYPES, type VariableType } from './value-type.ts';

/** Architect's limits and defaults; sources in docs/differences.md. */
export const MAX_ACTIONS = 10_000;
export const MAX_ACTIONS_HANDLING_ERROR = 1_000;
export const MAX_FLOW_NAME = 200;

const Name = { minLength: 1 } as const;

/** A declared variable as its author wrote it. */
export const VariableSchema = Type.Object(
  {
    // An enum and not a union of literals: one fault with a suggestion instead of one for each type.
    type: Type.Unsafe<VariableType>({
      type: 'string',
      enum: [...VARIABLE_TYPES],
      description: "Architect's type of the variable.",
    }),
    initialValue: Type.Optional(
      Type.Unsafe<Json>({
        'x-kind': 'value',
        description:
          'Value at the start: a literal, a text, an Architect expression or a JSONLogic rule. Without it the variable is NOT_SET.',
      }),
    ),
    isInput: Type.Optional(
      Type.Boolean({ description: 'Whether whoever starts the flow may give it a value.' }),
    ),
    isOutput: Type.Optional(
      Type.Boolean({ description: 'Whether its value is reported when the flow ends.' }),
    ),
    description: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);

/** The parts of a flow file around its tasks and menus, which the compiler reads itself. */
export const FlowSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String({ description: 'Gives completion and checks in the editor.' })),
    type: Type.String({
      ...Name,
      description: "Architect's flow type: inboundCall, workflow, inboundMessage …",
    }),
    name: Type.String({
      ...Name,
      maxLength: MAX_FLOW_NAME,
      pattern: '^(?!.*-debug$)[^/]*$',
      description: 'At most 200 characters, without `/`, and not ending in `-debug`.',
    }),
    description: Type.Optional(Type.String()),
    languages: Type.Optional(
      Type.Array(
        Type.String({
          pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$',
          description: 'a language tag such as en-US',
        }),
        { minItems: 1, description: 'Language tags; the first is the default.' },
      ),
    ),
    variables: Type.Optional(
      Type.Record(Type.String(), VariableSchema, { description: 'Flow.name: type and initial value.' }),
    ),
    startUp: Type.Object(
      {
        task: Type.Optional(Type.String({ description: 'Name of a task.' })),
        menu: Type.Optional(Type.String({ description: 'Name of a menu.' })),
        state: Type.Optional(Type.String({ description: 'Name of a state.' })),
        bot: Type.Optional(Type.String({ description: 'Name of a bot, in a bot flow.' })),
      },
      {
        additionalProperties: false,
        description: 'Where the flow begins: { "task": name }, { "menu": name } or { "state": name }.',
      },
    ),
    initialGreeting: Type.Optional(
      Type.Unsafe<Json>({ 'x-kind': 'audio', description: 'Audio queued before the first task or menu.' }),
    ),
    errorHandling: Type.Optional(
      Type.Object(
        {
          task: Type.Optional(Type.String({ description: 'Go on with this task.' })),
          menu: Type.Optional(Type.String({ description: 'Go on with this menu.' })),
          queue: Type.Optional(Type.String({ description: 'Transfer to this queue.' })),
          disconnect: Type.Optional(Type.Literal(true, { description: 'Hang up: the default.' })),
          exit: Type.Optional(
            Type.Literal(true, { description: 'Go back to the flow that called this bot: its default.' }),
          ),
          audio: Type.Optional(Type.Unsafe<Json>({ 'x-kind': 'audio', description: 'Said first.' })),
        },
        { additionalProperties: false, description: 'What happens when an action cannot run at all.' },
      ),
    ),
    assumes: Type.Optional(
      Type.Object(
        {
          consent: Type.Array(Type.String(), {
            minItems: 1,
            description:
              'Variables, such as Flow.number: whoever starts the flow has the consent for their value.',
          }),
        },
        {
          additionalProperties: false,
          description: 'What `check` may take for granted without proof; it says that it did.',
        },
      ),
    ),
    compatibleFlowTypes: Type.Optional(
      Type.Array(
        Type.Unsafe<string>({
          type: 'string',
          enum: FLOW_TYPE_NAMES.filter((name) => name !== 'commonModule'),
        }),
        {
          minItems: 1,
          description: 'Of a common module: the types of flow that may call it. Without it, all.',
        },
      ),
    ),
    settings: Type.Optional(FlowSettingsSchema),
    nlu: Type.Optional(NluSchema),
    menus: Type.Optional(
      Type.Record(Type.String(), Type.Unsafe<Json>({ 'x-kind': 'menuBody' }), {
        description: 'Menus by name.',
      }),
    ),
    tasks: Type.Optional(
      Type.Record(Type.String(), Type.Unsafe<Json>({ 'x-kind': 'taskBody' }), {
        description: 'Tasks by name: a list of actions, or {"$ref": "./file.task.json"}.',
      }),
    ),
    states: Type.Optional(
      Type.Record(Type.String(), Type.Unsafe<Json>({ 'x-kind': 'taskBody' }), {
        description:
          'States by name, in flows that have no menus: a list of actions, or an object with "actions".',
      }),
    ),
    bots: Type.Optional(
      Type.Record(Type.String(), Type.Unsafe<Json>({ 'x-kind': 'taskBody' }), {
        description: 'Bots by name, in bot flows: a list of actions, or an object with "actions".',
      }),
    ),
  },
  { additionalProperties: false },
);
