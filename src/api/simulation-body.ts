import { type Static, type TSchema, Type } from 'typebox';
import { done, type Outcome, refuse } from '../platform/refusal.ts';
import { requestCheck } from '../platform/request-check.ts';
import type { PlayingOptions } from '../simulator/simulations.ts';
import { LINE_PATTERN } from './line-pattern.ts';

const MAX_NAME = 200;
const MAX_CONDITION = 2_000;
const MAX_BREAKPOINTS = 500;
const MAX_VALUES = 500;
const MAX_TEXT = 100_000;
const MAX_WORDS = 500;
const MAX_MESSAGE = 4_000;
const Exact = { additionalProperties: false } as const;

const Id = Type.String({ minLength: 1, maxLength: MAX_NAME });
/** An instant between the years 1970 and 9999. */
const Instant = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:\\d{2})$',
});
const Breakpoints = Type.Array(
  Type.Object(
    {
      at: Type.Optional(Id),
      condition: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_CONDITION })),
    },
    Exact,
  ),
  { maxItems: MAX_BREAKPOINTS },
);
const Changes = Type.Object(
  {
    variables: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { maxProperties: MAX_VALUES })),
    participantData: Type.Optional(
      Type.Record(Type.String(), Type.Union([Type.String({ maxLength: MAX_TEXT }), Type.Null()]), {
        maxProperties: MAX_VALUES,
      }),
    ),
  },
  Exact,
);
const Playing = {
  isStepped: Type.Optional(Type.Boolean()),
  breakpoints: Type.Optional(Breakpoints),
  dataActions: Type.Optional(Type.Union([Type.Literal('perform'), Type.Literal('ask')])),
};

const PlayingBody = Type.Object({ at: Type.Optional(Instant), ...Playing }, Exact);

const ForkBody = Type.Object(
  {
    from: Type.Object({ callId: Id, moment: Type.Integer({ minimum: 1, maximum: 10_000_000 }) }, Exact),
    changes: Type.Optional(Changes),
    flow: Type.Optional(Id),
    ...Playing,
  },
  Exact,
);
export type ForkBody = Static<typeof ForkBody>;

const Understood = Type.Object(
  {
    intent: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_WORDS })),
    slots: Type.Optional(Type.Record(Type.String(), Type.String({ maxLength: MAX_WORDS }))),
    knowledge: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_MESSAGE })),
  },
  Exact,
);

const True = Type.Literal(true);
const Failure = Type.Object(
  {
    errorCode: Type.Optional(Type.String({ maxLength: MAX_NAME })),
    status: Type.Optional(Type.Integer({ minimum: 100, maximum: 599 })),
    userMessage: Type.Optional(Type.String({ maxLength: MAX_MESSAGE })),
  },
  Exact,
);
const Answer = Type.Union([
  Type.Object({ outputs: Type.Record(Type.String(), Type.Unknown(), { maxProperties: MAX_VALUES }) }, Exact),
  Type.Object({ failure: Failure }, Exact),
  Type.Object({ fault: Type.String({ minLength: 1, maxLength: 100 }) }, Exact),
  Type.Object({ perform: True }, Exact),
  Type.Object({ timeout: True }, Exact),
]);

/** Acts by name; each stands alone in a body, some with more beside it. */
const ACTS = {
  press: Type.Object(
    { press: Type.String({ pattern: '^[0-9*#]{1,40}$' }), bargeIn: Type.Optional(Type.Boolean()) },
    Exact,
  ),
  say: Type.Object(
    {
      say: Type.String({ minLength: 1, maxLength: MAX_WORDS, pattern: LINE_PATTERN }),
      bargeIn: Type.Optional(Type.Boolean()),
      understood: Type.Optional(Understood),
    },
    Exact,
  ),
  write: Type.Object(
    {
      write: Type.String({ minLength: 1, maxLength: MAX_MESSAGE }),
      understood: Type.Optional(Understood),
    },
    Exact,
  ),
  passToNext: Type.Object({ passToNext: True }, Exact),
  passTo: Type.Object({ passTo: Instant }, Exact),
  hangUp: Type.Object({ hangUp: True }, Exact),
  agentAnswers: Type.Object({ agentAnswers: True }, Exact),
  goOn: Type.Object(
    { goOn: Type.Union([Type.Literal('run'), Type.Literal('step'), Type.Literal('stepOver')]) },
    Exact,
  ),
  breakpoints: Type.Object({ breakpoints: Breakpoints }, Exact),
  change: Type.Object({ change: Changes }, Exact),
  answer: Type.Object({ answer: Answer }, Exact),
} as const;

type Acts = { readonly [name in keyof typeof ACTS]: Static<(typeof ACTS)[name]> };
/** Something done to a simulated call. */
export type SimulationAct = { [name in keyof Acts]: { readonly act: name } & Acts[name] }[keyof Acts];

const checkPlaying = requestCheck(PlayingBody);
const checkFork = requestCheck(ForkBody);
const CHECKS = Object.fromEntries(
  Object.entries(ACTS).map(([name, schema]) => [name, requestCheck<TSchema>(schema)]),
);

/** Splits the body that begins a simulated call: how it is played, and the call itself. */
export function readPlaying(
  body: unknown,
): Outcome<{ readonly at?: number; readonly options: PlayingOptions; readonly call: unknown }> {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return done({ options: {}, call: body });
  const { at, isStepped, breakpoints, dataActions, ...call } = body as { readonly [name: string]: unknown };
  const playing = Object.entries({ at, isStepped, breakpoints, dataActions }).filter(
    ([, value]) => value !== undefined,
  );
  const checked = checkPlaying(Object.fromEntries(playing));
  if (!checked.ok) return checked;
  const { at: instant, ...options } = checked.value;
  if (instant === undefined) return done({ options, call });
  const read = readInstant(instant, 'at');
  return read.ok ? done({ options, call, at: read.value }) : read;
}

/** The body that forks a call. */
export function readFork(body: unknown): Outcome<ForkBody> {
  return checkFork(body);
}

/** The one act in a body. */
export function readAct(body: unknown): Outcome<SimulationAct> {
  const names = typeof body === 'object' && body !== null ? Object.keys(body) : [];
  const name = names.find((one) => Object.hasOwn(ACTS, one));
  const check = name === undefined ? undefined : CHECKS[name];
  if (check === undefined)
    return refuse('bad.request', `The body must hold one of ${Object.keys(ACTS).join(', ')}.`);
  const checked = check(body);
  if (!checked.ok) return checked;
  return done({ act: name, ...(checked.value as object) } as SimulationAct);
}

/** An instant as epoch ms. */
export function readInstant(text: string, field: string): Outcome<number> {
  const at = Date.parse(text);
  if (!Number.isNaN(at) && at >= 0) return done(at);
  return refuse('constraint.validation', `${field} must be an instant such as 2026-01-15T12:00:00Z.`, {
    field,
  });
}
