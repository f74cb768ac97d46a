import { Type } from 'typebox';
import type { Json } from '../authoring/json.ts';
import type { Audio } from './settings.ts';
import { VARIABLE_TYPES, type VariableType } from './value-type.ts';

/** Architect's limits and defaults; sources in docs/differences.md. */
export const MAX_ACTIONS = 10_000;
export const MAX_ACTIONS_HANDLING_ERROR = 1_000;
export const MAX_FLOW_NAME = 200;

const Name = { minLength: 1 } as const;

const SettingsSchema = Type.Object(
  {
    collectInput: Type.Optional(
      Type.Object(
        {
          noEntryTimeoutSeconds: Type.Optional(
            Type.Number({
              minimum: 1,
              maximum: 99,
              default: 5,
              description: 'How long the first key may take.',
            }),
          ),
          interDigitTimeoutSeconds: Type.Optional(
            Type.Number({
              minimum: 1,
              maximum: 99,
              default: 3,
              description: 'How long each further key may take.',
            }),
          ),
        },
        { additionalProperties: false },
      ),
    ),
    menu: Type.Optional(
      Type.Object(
        {
          repeatCount: Type.Optional(
            Type.Integer({
              minimum: 0,
              maximum: 10,
              default: 3,
              description: 'How often a menu is played before its default choice.',
            }),
          ),
          timeoutSeconds: Type.Optional(
            Type.Number({
              minimum: 1,
              maximum: 60,
              default: 10,
              description: 'How long a choice may take once the menu was heard.',
            }),
          ),
          listenForExtensionDialing: Type.Optional(
            Type.Boolean({
              default: true,
              description:
                'Whether more digits than one are the extension of a person. It matters where the environment has extensions.',
            }),
          ),
          extensionDialingMaxDelaySeconds: Type.Optional(
            Type.Number({
              minimum: 0,
              maximum: 60,
              default: 1,
              description: 'How long after a digit a second one makes it an extension.',
            }),
          ),
          invalidInputAudio: Type.Optional(
            Type.Array(Type.Unsafe<Json>({ 'x-kind': 'audio' }), {
              minItems: 1,
              description: 'Said after a key or words that are no choice: the n-th for the n-th time.',
            }),
          ),
        },
        { additionalProperties: false },
      ),
    ),
    dialByExtension: Type.Optional(
      Type.Object(
        {
          interDigitTimeoutSeconds: Type.Optional(
            Type.Number({
              minimum: 1,
              maximum: 99,
              default: 6,
              description: 'How long each digit may take.',
            }),
          ),
        },
        { additionalProperties: false },
      ),
    ),
    silence: Type.Optional(
      Type.Object(
        {
          silenceSeconds: Type.Optional(
            Type.Number({
              minimum: 0.25,
              maximum: 10,
              default: 1,
              description: 'How long nobody speaks for it to be silence.',
            }),
          ),
          timeoutSeconds: Type.Optional(
            Type.Number({
              minimum: 1,
              maximum: 600,
              default: 40,
              description: 'How long Detect Silence and Play Audio on Silence take at most.',
            }),
          ),
          repeatCount: Type.Optional(
            Type.Integer({
              minimum: 0,
              maximum: 99,
              default: 5,
              description: 'How often Play Audio on Silence begins again.',
            }),
          ),
        },
        { additionalProperties: false },
      ),
    ),
    transfer: Type.Optional(
      Type.Object(
        {
          connectTimeoutSeconds: Type.Optional(
            Type.Number({
              minimum: 1,
              maximum: 600,
              default: 30,
              description: 'How long a person, group or number may take to answer.',
            }),
          ),
        },
        { additionalProperties: false },
      ),
    ),
    inQueue: Type.Optional(
      Type.Object(
        {
          holdMusic: Type.Optional(
            Type.String({
              minLength: 1,
              default: 'PromptSystem.on_hold_music',
              description: 'Name of the prompt that `Flow.HoldPrompt` is.',
            }),
          ),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false, description: 'Defaults of the whole flow.' },
);

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
      pattern: '^[^/]*$',
      description: 'At most 200 characters, without `/`.',
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
    settings: Type.Optional(SettingsSchema),
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

/** Flow-wide defaults, filled in. */
export interface FlowDefaults {
  readonly noEntryTimeoutSeconds: number;
  readonly interDigitTimeoutSeconds: number;
  readonly menuRepeatCount: number;
  readonly menuTimeoutSeconds: number;
  readonly listensForExtensions: boolean;
  readonly extensionDelaySeconds: number;
  readonly extensionInterDigitSeconds: number;
  /** Absent: the default texts. */
  readonly invalidInputAudio?: readonly Audio[];
  readonly silenceSeconds: number;
  readonly silenceTimeoutSeconds: number;
  readonly silenceRepeatCount: number;
  readonly connectTimeoutSeconds: number;
  /** Name of the prompt. */
  readonly holdMusic: string;
}
