import { type Static, type TSchema, Type } from 'typebox';
import type { Json, JsonObject } from '../authoring/json.ts';
import { EmergencyGroupSchema, ScheduleGroupSchema, ScheduleSchema } from './schedule/schedule-definition.ts';

/** How fast text is spoken, characters a second, where the environment does not say. A guess: about 150 English words a minute. */
export const SPEECH_CHARACTERS_PER_SECOND = 15;

const Id = Type.Optional(
  Type.String({ minLength: 1, description: 'Its id, as expressions and data actions see it.' }),
);
const Exact = { additionalProperties: false } as const;

const QueueSchema = Type.Object(
  {
    id: Id,
    waitSeconds: Type.Optional(
      Type.Number({ minimum: 0, default: 0, description: 'How long a caller waits for an agent.' }),
    ),
    outcome: Type.Optional(
      Type.Union([Type.Literal('answer'), Type.Literal('fail'), Type.Literal('never')], {
        default: 'answer',
        description: 'answer: an agent takes the call. fail: the transfer fails. never: nobody comes.',
      }),
    ),
    position: Type.Optional(
      Type.Integer({ minimum: 1, description: "The caller's place in the queue; without it, NOT_SET." }),
    ),
    estimatedWaitSeconds: Type.Optional(
      Type.Number({ minimum: 0, description: 'What the queue estimates; without it, NOT_SET.' }),
    ),
    inQueueFlow: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          'The flow that runs while a caller waits, where the transfer names none. Only flows that the calling flow names somewhere are loaded.',
      }),
    ),
  },
  Exact,
);

/** Somebody or something a call can be transferred to, other than a queue. */
const AnswererSchema = {
  answers: Type.Optional(Type.Boolean({ default: true, description: 'Whether the transfer is answered.' })),
  answerSeconds: Type.Optional(Type.Number({ minimum: 0, default: 0, description: 'How long that takes.' })),
  voicemail: Type.Optional(
    Type.Boolean({
      default: false,
      description: 'Whether there is a voicemail box for calls nobody answers.',
    }),
  ),
};

const UserSchema = Type.Object(
  {
    id: Id,
    name: Type.Optional(Type.String({ description: "The person's name." })),
    extension: Type.Optional(
      Type.String({ pattern: '^[0-9]{1,10}$', description: 'The digits that callers dial to reach them.' }),
    ),
    ...AnswererSchema,
  },
  Exact,
);
const GroupSchema = Type.Object({ id: Id, ...AnswererSchema }, Exact);
const NumberSchema = Type.Object(
  { answers: AnswererSchema.answers, answerSeconds: AnswererSchema.answerSeconds },
  Exact,
);
const NamedSchema = Type.Object({ id: Id }, Exact);

const Rows = Type.Array(Type.Unsafe<JsonObject>({ type: 'object' }), {
  description: 'Its rows, each an object by column.',
});

const DataTableSchema = Type.Object(
  {
    id: Id,
    key: Type.Optional(
      Type.String({ minLength: 1, default: 'key', description: 'The column that is looked up.' }),
    ),
    columns: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Union([
          Type.Literal('string'),
          Type.Literal('boolean'),
          Type.Literal('integer'),
          Type.Literal('decimal'),
          Type.Literal('dateTime'),
        ]),
        { description: 'Column: type. In a CSV file a column that is not here is a text.' },
      ),
    ),
    rows: Type.Optional(Rows),
    file: Type.Optional(
      Type.String({
        minLength: 1,
        description: "A CSV or JSON file with the rows, in this file's folder or below.",
      }),
    ),
    fails: Type.Optional(
      Type.String({
        enum: ['InternalServerError', 'ServerTooBusy', 'Syntax'],
        description: 'Every look-up fails with this error: for trying the failure path.',
      }),
    ),
  },
  Exact,
);

/** Rows of a decision table: the first whose conditions all hold gives the outputs (decision-tables.ts). */
const DecisionTableSchema = Type.Object(
  {
    id: Id,
    rows: Type.Array(
      Type.Object(
        {
          when: Type.Unsafe<JsonObject>({
            type: 'object',
            description:
              'Input: value it must have, or a comparison such as { "greaterThan": 5 }. Without any, the row always holds.',
          }),
          give: Type.Unsafe<JsonObject>({ type: 'object', description: 'Output: value.' }),
        },
        Exact,
      ),
    ),
  },
  Exact,
);

/** What a prompt is in one language: its words, and a recording. */
const SpokenSchema = Type.Union([
  Type.String(),
  Type.Object(
    {
      text: Type.String({ description: 'Its words, for transcripts and for speech.' }),
      audio: Type.Optional(Type.String({ description: "A sound file, from this file's folder." })),
      seconds: Type.Optional(
        Type.Number({ minimum: 0, description: 'How long it plays; without it, as its words are spoken.' }),
      ),
    },
    Exact,
  ),
]);

const PromptSchema = Type.Union([
  SpokenSchema,
  Type.Record(Type.String({ pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$' }), SpokenSchema),
]);

const ResponseSchema = Type.Object(
  {
    id: Id,
    library: Type.Optional(Type.String({ description: 'The library it is kept in.' })),
    text: Type.Optional(Type.String({ description: 'Plain text; {{name}} is substituted.' })),
    html: Type.Optional(Type.String({ description: 'HTML, for e-mail.' })),
  },
  Exact,
);

/** A bot that is not a flow here: what it answers when a flow calls it. */
const BotSchema = Type.Object(
  {
    id: Id,
    seconds: Type.Optional(
      Type.Number({ minimum: 0, default: 0, description: 'How long the conversation with it takes.' }),
    ),
    intent: Type.Optional(Type.String({ description: 'The intent it found; without it, NOT_SET.' })),
    exitReason: Type.Optional(
      Type.String({ default: 'TriggeredByFlow', description: 'Why it ended, such as AgentRequestedByUser.' }),
    ),
    outputs: Type.Optional(
      Type.Unsafe<JsonObject>({ type: 'object', description: 'Its outputs and slots by name.' }),
    ),
    fails: Type.Optional(
      Type.String({ description: 'The error it fails with, for trying the failure path.' }),
    ),
  },
  Exact,
);

/** What a data action answers instead of being sent. */
const DataActionAnswerSchema = Type.Object(
  {
    outputs: Type.Optional(
      Type.Unsafe<JsonObject>({ type: 'object', description: 'Its outputs by name, when it succeeds.' }),
    ),
    failure: Type.Optional(
      Type.Unsafe<JsonObject>({
        type: 'object',
        description: 'It fails, with these failure outputs: errorCode, status, userMessage …',
      }),
    ),
    seconds: Type.Optional(
      Type.Number({
        minimum: 0,
        default: 0,
        description: 'How long the answer takes; longer than the action waits is its time-out.',
      }),
    ),
  },
  Exact,
);

/** What a data action answers instead of being sent. */
export type DataActionAnswer = Static<typeof DataActionAnswerSchema>;

/** What a bot that is no flow here answers. */
export type BotAnswer = Static<typeof BotSchema>;

/** Another conversation than the one that runs. */
const ConversationSchema = Type.Object(
  {
    participantData: Type.Record(Type.String(), Type.String(), {
      description: 'Attributes of its customer by name.',
    }),
  },
  Exact,
);

/** A flow that lives elsewhere. */
const OtherFlowSchema = Type.Object(
  {
    id: Id,
    outputs: Type.Optional(
      Type.Unsafe<JsonObject>({
        type: 'object',
        description: 'What it gives back by name when a flow calls it.',
      }),
    ),
    output: Type.Optional(
      Type.String({ default: 'default', description: 'The output path it ends by when a flow calls it.' }),
    ),
    fails: Type.Optional(Type.Boolean({ default: false, description: 'Whether transfers to it fail.' })),
  },
  Exact,
);

/** Limits of Architect, which can be set lower or higher to try what happens. */
const LimitsSchema = Type.Object(
  {
    actions: Type.Optional(
      Type.Integer({ minimum: 1, default: 10_000, description: 'Actions a conversation may run.' }),
    ),
    actionsHandlingError: Type.Optional(
      Type.Integer({ minimum: 0, default: 1_000, description: 'Further actions, once, in error handling.' }),
    ),
    runTimeSeconds: Type.Optional(
      Type.Number({
        minimum: 1,
        description: 'How long a flow may run; without it 72 hours, a survey invite 1 hour.',
      }),
    ),
  },
  { ...Exact, description: 'Limits of Architect, set lower or higher to try what happens beyond them.' },
);

/** An external contact or organization: its id, and members as expressions read them. */
const Contact = Type.Object(
  { id: Type.String({ minLength: 1 }) },
  { additionalProperties: Type.Unsafe<Json>({}) },
);

const byName = <Item extends TSchema>(item: Item, description: string) =>
  Type.Optional(Type.Record(Type.String(), item, { description }));

/** What belongs to people, lines and one organization, as the author of an environment file writes it. */
export const THING_SCHEMAS = {
  queues: byName(QueueSchema, 'Queues by name. A queue that is not here answers at once.'),
  users: byName(UserSchema, 'People by e-mail address or name. One who is not here answers at once.'),
  groups: byName(GroupSchema, 'Groups by name.'),
  numbers: byName(NumberSchema, 'Numbers that calls are transferred to; `*` is every other number.'),
  skills: byName(NamedSchema, 'ACD skills by name.'),
  languageSkills: byName(NamedSchema, 'Language skills by name.'),
  wrapupCodes: byName(NamedSchema, 'Wrap-up codes by name.'),
  scripts: byName(NamedSchema, 'Scripts by name, for screen pops.'),
  flowOutcomes: byName(NamedSchema, 'Flow outcomes by name.'),
  flowMilestones: byName(NamedSchema, 'Flow milestones by name.'),
  schedules: byName(ScheduleSchema, 'Schedules by name, in local time.'),
  scheduleGroups: byName(
    ScheduleGroupSchema,
    'Schedule groups by name, with the zone their schedules are read in.',
  ),
  emergencyGroups: byName(EmergencyGroupSchema, 'Emergency groups by name: on or off.'),
  dataTables: byName(DataTableSchema, 'Data tables by name.'),
  decisionTables: byName(DecisionTableSchema, 'Decision tables by name.'),
  prompts: byName(
    PromptSchema,
    'Prompts by name: words, or words per language tag. System prompts as `PromptSystem.name`.',
  ),
  responses: byName(ResponseSchema, 'Canned responses by name.'),
  externalContacts: Type.Optional(
    Type.Array(Contact, {
      description: 'External contacts.',
    }),
  ),
  externalOrganizations: Type.Optional(
    Type.Array(Contact, {
      description: 'External organizations.',
    }),
  ),
  dataActions: byName(
    DataActionAnswerSchema,
    'Data actions by file name that are not sent, with what they answer: for trying a flow before what it calls is there.',
  ),
  bots: byName(BotSchema, 'Bots that are no flow here, with what they answer.'),
  flows: byName(OtherFlowSchema, 'Flows that live elsewhere: a transfer to one ends the call here.'),
  conversations: byName(ConversationSchema, 'Other conversations by id, which flows read and write.'),
  limits: Type.Optional(LimitsSchema),
  speechCharactersPerSecond: Type.Optional(
    Type.Number({
      minimum: 0,
      default: SPEECH_CHARACTERS_PER_SECOND,
      description: 'How fast texts are spoken; 0: they take no time.',
    }),
  ),
} as const;

const EnvironmentSchema = Type.Object(THING_SCHEMAS, Exact);

/** A data table with its rows. */
export type DataTable = Static<typeof DataTableSchema>;
/** A decision table with its rows. */
export type DecisionTable = Static<typeof DecisionTableSchema>;

/** What belongs to people and lines, and cannot be in a flow: given by the host, not by the flow. */
export type Environment = Static<typeof EnvironmentSchema> & { readonly speechCharactersPerSecond: number };

/** An environment in which every queue answers at once. */
export const EMPTY_ENVIRONMENT: Environment = { speechCharactersPerSecond: SPEECH_CHARACTERS_PER_SECOND };

/** One thing by its name; names differ by case, as in Genesys' look-ups by name they do not: exact first. */
export function named<Item>(
  things: { readonly [name: string]: Item } | undefined,
  name: string,
): Item | undefined {
  if (things === undefined) return undefined;
  if (Object.hasOwn(things, name)) return things[name];
  const wanted = name.toLowerCase();
  const found = Object.keys(things).filter((one) => one.toLowerCase() === wanted);
  return found.length === 1 ? things[found[0] ?? ''] : undefined;
}

/** `named`, of things whose kind only a call tells. */
export function thing(
  things: { readonly [name: string]: unknown } | undefined,
  name: string,
): Json | undefined {
  return named(things, name) as Json | undefined;
}
