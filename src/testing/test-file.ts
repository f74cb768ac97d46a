import { type Static, type TSchema, Type } from 'typebox';
import type { Json, JsonObject } from '../authoring/json.ts';
import type { Ending } from '../runtime/conversation.ts';

const closed = { additionalProperties: false } as const;
const optional = Type.Optional;
const text = (description: string) => optional(Type.String({ minLength: 1, description }));
const anything = (description: string) => optional(Type.Unsafe<Json>({ description }));
const object = (description: string) => optional(Type.Unsafe<JsonObject>({ type: 'object', description }));

/** A schema that may also be of another type: told by `type` alone, since `anyOf` gives unreadable faults. */
function orElse<Other, Item extends TSchema>(item: Item, type: string, more: object) {
  const own = JSON.parse(JSON.stringify(item)) as JsonObject;
  return Type.Unsafe<Static<Item> | Other>({ ...own, type: ['object', type], ...more });
}

const TextPatternSchema = Type.Object(
  {
    contains: optional(Type.String({ minLength: 1, description: 'A part of it.' })),
    matches: optional(
      Type.String({ minLength: 1, description: 'A regular expression (RE2) for the whole of it.' }),
    ),
  },
  { ...closed, minProperties: 1, maxProperties: 1 },
);

const TextMatchSchema = orElse<string, typeof TextPatternSchema>(TextPatternSchema, 'string', {
  description: 'The whole text, or {"contains": …}, or {"matches": …}.',
});

const ActObjectSchema = Type.Object(
  {
    press: optional(Type.String({ pattern: '^[0-9*#]{1,40}$', description: 'Keys: 0-9, * and #.' })),
    say: text('Words.'),
    write: optional(Type.String({ description: 'A message that the customer sends.' })),
    silence: optional(Type.Literal(true, { description: 'Nothing, until the call goes on by itself.' })),
    hangUp: optional(Type.Literal(true)),
    agentAnswers: optional(Type.Literal(true, { description: 'An agent of the queue takes the call.' })),
    understood: optional(
      Type.Object(
        {
          intent: text('The intent.'),
          slots: object('Slot: value.'),
          knowledge: text('An answer of the knowledge base.'),
        },
        { ...closed, description: 'What a bot understands of it, in place of its own understanding.' },
      ),
    ),
    bargeIn: optional(Type.Literal(true, { description: 'The prompt is not heard out.' })),
    afterSeconds: optional(
      Type.Number({
        minimum: 0,
        description: 'How long after the prompt was heard, or, with bargeIn and hangUp, after it began.',
      }),
    ),
    atSeconds: optional(
      Type.Number({
        minimum: 0,
        description: 'How long after the call came in, whatever is heard or waited for then.',
      }),
    ),
  },
  closed,
);

const ActSchema = orElse<string, typeof ActObjectSchema>(ActObjectSchema, 'string', {
  description:
    'What is done at one prompt: 1, 123#, say:yes, silence, hangup; ! in front cuts the prompt short. Or an object.',
});

const AnswerSchema = Type.Object(
  {
    outputs: object('What the flow gets: the outputs of the contract, nested ones as conversation.id.'),
    failure: optional(
      Type.Object(
        {
          errorCode: Type.String({ minLength: 1, description: 'The code the flow gets.' }),
          userMessage: optional(Type.String()),
          status: optional(Type.Integer({ minimum: 100, maximum: 599 })),
        },
        { additionalProperties: Type.Unsafe<Json>({}), description: 'It leaves by the failure path.' },
      ),
    ),
    timeout: optional(Type.Literal(true, { description: 'Nothing comes: the step leaves by its time-out.' })),
    status: optional(
      Type.Integer({
        minimum: 100,
        maximum: 599,
        description:
          'HTTP status of the answer, which goes through the translation map and the contract. 200 with a body.',
      }),
    ),
    headers: optional(Type.Record(Type.String(), Type.String())),
    body: anything('Body of the answer, JSON.'),
    text: optional(Type.String({ description: 'Body of the answer where it is no JSON.' })),
    fault: text('What goes wrong, such as timeout or 429Storm:3; then the answer beside it, if any.'),
    afterSeconds: optional(Type.Number({ minimum: 0, description: 'How long it takes. Default: 0.' })),
  },
  {
    ...closed,
    minProperties: 1,
    description: 'One of outputs, failure, timeout, an HTTP answer, and fault.',
  },
);

const AnswersSchema = orElse<readonly Static<typeof AnswerSchema>[], typeof AnswerSchema>(
  AnswerSchema,
  'array',
  {
    items: AnswerSchema,
    minItems: 1,
    description: 'One answer: for every request. A list: one a request, in order.',
  },
);

const RequestSchema = Type.Object(
  {
    dataAction: text('The data action that sends it.'),
    method: text('Such as POST.'),
    url: optional(TextMatchSchema),
    headers: optional(Type.Record(Type.String(), TextMatchSchema)),
    body: anything('Members that its body must have; a text in it may be {"contains": …} or {"matches": …}.'),
    inputs: object('Members that the inputs of the data action must have.'),
  },
  { ...closed, minProperties: 1 },
);

const MessageSchema = Type.Object(
  {
    dataAction: text('The data action that sent it.'),
    channel: text('Such as whatsapp, sms or email.'),
    to: optional(TextMatchSchema),
    inputs: object('Members that the inputs of the data action must have.'),
  },
  { ...closed, minProperties: 1 },
);

/** Why calls end. */
export const END_REASONS = [
  'flowDisconnected',
  'callerDisconnected',
  'transferred',
  'completed',
  'error',
] as const satisfies readonly Ending['reason'][];

const EndObjectSchema = Type.Object(
  {
    reason: Type.Unsafe<Ending['reason']>({ enum: [...END_REASONS] }),
    detail: optional(TextMatchSchema),
  },
  closed,
);
const EndSchema = orElse<Ending['reason'], typeof EndObjectSchema>(EndObjectSchema, 'string', {
  examples: [...END_REASONS],
  description: `How it ends: ${END_REASONS.join(', ')}; or with "detail".`,
});

const listOf = <Item extends TSchema>(item: Item, description: string) =>
  optional(Type.Array(item, { description }));

const ExpectSchema = Type.Object(
  {
    heard: listOf(TextMatchSchema, 'What the customer hears or reads, in this order; more may come between.'),
    notHeard: listOf(TextMatchSchema, 'What the customer must not hear or read.'),
    path: listOf(
      Type.String({ minLength: 1 }),
      'Where the call goes, in this order; more may come between: "menu:main", "task:orders", "menu:main → 1", "orders/callData → failure".',
    ),
    notVisited: listOf(Type.String({ minLength: 1 }), 'Where the call must not go, written like path.'),
    variables: object('Flow.name: value at the end; null is NOT_SET.'),
    participantData: optional(
      Type.Record(Type.String(), Type.Unsafe<string | null>({ type: ['string', 'null'] }), {
        description: 'Attribute: value at the end; null where it must not be set.',
      }),
    ),
    requests: listOf(RequestSchema, 'All requests that data actions send, in order.'),
    messages: listOf(MessageSchema, 'All messages that data actions send with success, in order.'),
    events: listOf(
      Type.Object(
        { type: Type.String({ minLength: 1 }) },
        { additionalProperties: Type.Unsafe<Json>({}), description: 'An event, by the details named.' },
      ),
      'Events of the transcript, in this order; more may come between.',
    ),
    end: optional(EndSchema),
  },
  { ...closed, description: 'What must happen. Only what is named is checked.' },
);

const members = {
  at: text('When the call comes in, ISO 8601. Default: 2026-01-05T10:00:00Z, a Monday.'),
  environment: optional(
    Type.Unsafe<string | JsonObject>({
      type: ['object', 'string'],
      description:
        'Changes to the environment of the flow (null removes), or the path of another environment file.',
    }),
  ),
  caller: optional(
    Type.Object(
      {
        from: text("The caller's number, or the address of who writes. Absent: withheld."),
        to: text('The number or address called.'),
        name: text('The name of the caller.'),
        language: text("One of the flow's languages."),
        inputs: object('Input variables of the flow.'),
        message: optional(Type.String({ description: 'What the customer writes first.' })),
        email: object('subject, body, htmlBody, autoGenerated.'),
        chat: object('id, customFields.'),
        queue: text('The queue an in-queue flow is run in.'),
        invocationData: text('Flow.InvocationData of a secure flow.'),
        sipHeaders: object('Headers of the INVITE by name.'),
        does: listOf(ActSchema, 'What the caller does, one act a prompt; then silence.'),
      },
      { ...closed, description: 'Who calls, and what they do.' },
    ),
  ),
  dataActions: optional(
    Type.Record(Type.String(), AnswersSchema, {
      description: 'Data action: its answer, or a list of answers, one a request.',
    }),
  ),
  cassette: text('Path of a cassette that answers the data actions that have no answer here.'),
  expect: optional(ExpectSchema),
};

const TestSchema = Type.Object(
  { description: optional(Type.String({ description: 'For the reader.' })), ...members },
  closed,
);

/** A `*.test.json` file: the single source of its check, its type and schemas/test.schema.json. */
export const TestFileSchema = Type.Object(
  {
    $schema: optional(Type.String({ description: 'The JSON Schema that gives completion in an editor.' })),
    description: optional(Type.String({ description: 'For the reader.' })),
    flow: text(
      'The flow file. Absent: name.test.json and name.more.test.json test name.flow.json beside them or above.',
    ),
    ...members,
    tests: Type.Record(Type.String(), TestSchema, {
      minProperties: 1,
      description:
        "The tests by name. What stands beside `tests` counts for all; a test's own goes before it.",
    }),
  },
  {
    ...closed,
    title: 'Flow tests',
    description: 'Calls of a flow, played on a virtual clock, and what must happen in them.',
  },
);

export type TestFile = Static<typeof TestFileSchema>;
export type TestDefinition = Static<typeof TestSchema>;
export type TestCaller = NonNullable<TestDefinition['caller']>;
export type WrittenAct = Static<typeof ActSchema>;
export type ActObject = Static<typeof ActObjectSchema>;
export type Answer = Static<typeof AnswerSchema>;
export type Expectations = Static<typeof ExpectSchema>;
export type TextMatch = Static<typeof TextMatchSchema>;
export type ExpectedRequest = Static<typeof RequestSchema>;
export type ExpectedMessage = Static<typeof MessageSchema>;

/** When a call comes in where its test does not say: a Monday morning. */
export const DEFAULT_AT = Date.parse('2026-01-05T10:00:00Z');
