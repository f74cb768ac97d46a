import { type Static, Type } from 'typebox';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import type { CallbackDetails } from './callback.ts';
import { readNumbers } from './callback-numbers.ts';
import type { AskedTime } from './callback-time.ts';
import { LocalTime } from './local-time.ts';

/** Genesys: what makes a callback one that an agent owns (K7). */
export const OWNED_FLAG = 'AGENT_OWNED_CALLBACK';
const OWNER_SCORE = 100;
const MAX_NUMBERS = 10;
const MAX_ATTRIBUTES = 100;
const MAX_INT32 = 2_147_483_647;

const Id = Type.String({ minLength: 1, maxLength: 100 });
const Line = (maxLength: number) => Type.String({ maxLength, pattern: '^[^\\u0000-\\u001f\\u007f]*$' });
const Ids = Type.Array(Id, { maxItems: 100 });

/** Numbers as requests have them; text that is no number is told apart later. */
export const Numbers = Type.Array(Type.String({ maxLength: 100 }), { maxItems: MAX_NUMBERS });
/** Participant data: names and texts. */
export const Attributes = Type.Record(
  Type.String({ minLength: 1, maxLength: 200 }),
  Type.String({ maxLength: 2000 }),
  { maxProperties: MAX_ATTRIBUTES },
);
/** How Genesys places the call; kept, and without effect here. */
export const DeliveryMode = Type.Enum(['UseQueueSetting', 'UseAgentReservation', 'NoAgentReservation']);

const RoutingData = Type.Object({
  queueId: Type.Optional(Id),
  languageId: Type.Optional(Id),
  label: Type.Optional(Line(200)),
  priority: Type.Optional(Type.Integer({ minimum: -MAX_INT32 - 1, maximum: MAX_INT32 })),
  skillIds: Type.Optional(Ids),
  skillExpression: Type.Optional(Line(2000)),
  preferredAgentIds: Type.Optional(Ids),
  scoredAgents: Type.Optional(
    Type.Array(
      Type.Object({
        agent: Type.Optional(Type.Object({ id: Type.Optional(Id) })),
        score: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
      }),
      { maxItems: 100 },
    ),
  ),
  routingFlags: Type.Optional(Type.Array(Line(100), { maxItems: 20 })),
});

/** Genesys' `CreateCallbackCommand` and `CreateCallbackOnConversationCommand`, and a local time of ours. */
export const CreateCallbackRequest = Type.Object({
  queueId: Type.Optional(Id),
  routingData: Type.Optional(RoutingData),
  scriptId: Type.Optional(Id),
  callbackUserName: Type.Optional(Line(200)),
  callbackNumbers: Type.Optional(Numbers),
  callbackScheduledTime: Type.Optional(Type.String({ maxLength: 100 })),
  attendantLocalTime: Type.Optional(LocalTime),
  countryCode: Type.Optional(Type.String({ minLength: 2, maxLength: 2 })),
  validateCallbackNumbers: Type.Optional(Type.Boolean()),
  data: Type.Optional(Attributes),
  callerId: Type.Optional(Type.String({ pattern: '^\\+[1-9]\\d{6,14}$' })),
  callerIdName: Type.Optional(Line(200)),
  customerFirstCallbackDeliveryMode: Type.Optional(DeliveryMode),
});
type CreateCallbackRequest = Static<typeof CreateCallbackRequest>;

/** A callback as it was asked for: well formed, not yet allowed. */
export interface AskedCallback {
  readonly time: AskedTime;
  /** Undefined: the one of the interaction (K5). */
  readonly queueId: string | undefined;
  /** Empty: the number of the caller (K4). */
  readonly numbers: readonly string[];
  /** Who owns it (K7). */
  readonly ownerId: string | undefined;
  readonly priority: number;
  readonly details: Omit<CallbackDetails, 'numbers'>;
  /** Participant data of the customer. */
  readonly attributes: { readonly [name: string]: string };
}

const checkRequest = requestCheck(CreateCallbackRequest);

/** Reads a request body; refuses what is not well formed, naming the field. */
export function readCreateRequest(body: unknown): Outcome<AskedCallback> {
  const checked = checkRequest(body);
  if (!checked.ok) return checked;
  const request = checked.value;
  const { callbackNumbers = [], countryCode, validateCallbackNumbers: isValidated } = request;
  const numbers = readNumbers(callbackNumbers, given({ countryCode, isValidated }));
  if (!numbers.ok) return numbers;
  const owner = ownerOf(request.routingData);
  if (!owner.ok) return owner;
  const { callbackScheduledTime, attendantLocalTime } = request;
  return done({
    time: given({ callbackScheduledTime, attendantLocalTime }),
    queueId: request.routingData?.queueId ?? request.queueId,
    numbers: numbers.value,
    ownerId: owner.value,
    priority: request.routingData?.priority ?? 0,
    details: detailsOf(request),
    attributes: request.data ?? {},
  });
}

function detailsOf({ routingData = {}, ...request }: CreateCallbackRequest): AskedCallback['details'] {
  const { languageId, label, skillIds, skillExpression, preferredAgentIds } = routingData;
  const { scriptId, countryCode, callerId, callerIdName } = request;
  return given({
    userName: request.callbackUserName,
    scriptId,
    countryCode,
    callerId,
    callerIdName,
    deliveryMode: request.customerFirstCallbackDeliveryMode,
    languageId,
    label,
    skillIds,
    skillExpression,
    preferredAgentIds,
  });
}

/** Genesys: an owned callback has the flag and one scored agent, with 100. */
function ownerOf(routingData: CreateCallbackRequest['routingData'] = {}): Outcome<string | undefined> {
  const { routingFlags = [], scoredAgents = [] } = routingData;
  if (!routingFlags.includes(OWNED_FLAG)) return done(undefined);
  const [first, ...others] = scoredAgents;
  const ownerId = first?.agent?.id;
  if (ownerId !== undefined && first?.score === OWNER_SCORE && others.length === 0) return done(ownerId);
  const field = 'routingData.scoredAgents';
  return refuse(
    'constraint.validation',
    `${field} must name one agent with the score ${OWNER_SCORE}, who owns the callback.`,
    { field },
  );
}

/** The fields that have a value. */
export function given<T extends object>(fields: T): { [key in keyof T]?: Exclude<T[key], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [key in keyof T]?: Exclude<T[key], undefined>;
  };
}
