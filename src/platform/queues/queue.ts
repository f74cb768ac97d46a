import { type Static, Type } from 'typebox';

/** Genesys: an agent-owned callback is scheduled up to 30 days ahead and held up to 7 days (K7). */
export const MAX_OWNED_DELAY_HOURS = 30 * 24;
export const MAX_OWNED_HOURS = 7 * 24;
const MAX_ALERTING_SECONDS = 3600;
const MAX_DESCRIPTION_LENGTH = 2000;
const MAX_INT32 = 2_147_483_647;

/** Text of one line. */
const LINE = '^[^\\u0000-\\u001f\\u007f]*$';

const Hours = (maximum: number) => Type.Optional(Type.Integer({ minimum: 1, maximum }));

/** Genesys' `AgentOwnedRouting`, and what becomes of a callback that its owner did not take. */
export const AgentOwnedRouting = Type.Object({
  enableAgentOwnedCallbacks: Type.Optional(Type.Boolean()),
  /** How long a due callback is held for its owner. */
  maxOwnedCallbackHours: Hours(MAX_OWNED_HOURS),
  /** How far ahead an owned callback may be scheduled. */
  maxOwnedCallbackDelayHours: Hours(MAX_OWNED_DELAY_HOURS),
  /** Ours: the cloud's setting is not in its published model. */
  attendantWhenNotTaken: Type.Optional(Type.Enum(['nextAgent', 'disconnect'])),
});

const MediaSettings = Type.Object({
  alertingTimeoutSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_ALERTING_SECONDS })),
  enableAutoAnswer: Type.Optional(Type.Boolean()),
  autoAnswerAlertToneSeconds: Type.Optional(Type.Number({ minimum: 0, maximum: MAX_ALERTING_SECONDS })),
  manualAnswerAlertToneSeconds: Type.Optional(Type.Number({ minimum: 0, maximum: MAX_ALERTING_SECONDS })),
  serviceLevel: Type.Optional(
    Type.Object({
      percentage: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
      durationMs: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
    }),
  ),
});

/** What a queue keeps and gives back besides its name and division, as Genesys' `Queue` has it. */
export const QueueSettings = Type.Object({
  description: Type.Optional(Type.String({ maxLength: MAX_DESCRIPTION_LENGTH })),
  mediaSettings: Type.Optional(
    Type.Object({
      call: Type.Optional(MediaSettings),
      callback: Type.Optional(MediaSettings),
      chat: Type.Optional(MediaSettings),
      email: Type.Optional(MediaSettings),
      message: Type.Optional(MediaSettings),
    }),
  ),
  agentOwnedRouting: Type.Optional(AgentOwnedRouting),
  acwSettings: Type.Optional(
    Type.Object({
      wrapupPrompt: Type.Optional(
        Type.Enum([
          'MANDATORY',
          'OPTIONAL',
          'MANDATORY_TIMEOUT',
          'MANDATORY_FORCED_TIMEOUT',
          'AGENT_REQUESTED',
        ]),
      ),
      timeoutMs: Type.Optional(Type.Integer({ minimum: 0, maximum: MAX_INT32 })),
    }),
  ),
  scoringMethod: Type.Optional(Type.Enum(['TimestampAndPriority', 'PriorityOnly'])),
  lastAgentRoutingMode: Type.Optional(Type.Enum(['Disabled', 'QueueMembersOnly', 'AnyAgent'])),
  skillEvaluationMethod: Type.Optional(Type.Enum(['NONE', 'BEST', 'ALL'])),
  autoAnswerOnly: Type.Optional(Type.Boolean()),
  enableTranscription: Type.Optional(Type.Boolean()),
  enableAudioMonitoring: Type.Optional(Type.Boolean()),
  enableManualAssignment: Type.Optional(Type.Boolean()),
  suppressInQueueCallRecording: Type.Optional(Type.Boolean()),
  callingPartyName: Type.Optional(Type.String({ maxLength: 200, pattern: LINE })),
  callingPartyNumber: Type.Optional(Type.String({ maxLength: 100, pattern: LINE })),
});
export type QueueSettings = Static<typeof QueueSettings>;

/** The name of a queue or an agent: one line that does not begin or end with a space. */
export const LineName = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '^[^\\u0000-\\u0020\\u007f]([^\\u0000-\\u001f\\u007f]*[^\\u0000-\\u0020\\u007f])?$',
});

/** A queue. Times are epoch ms. */
export interface Queue {
  readonly id: string;
  readonly name: string;
  readonly divisionId: string;
  readonly settings: QueueSettings;
  readonly createdAt: number;
  readonly modifiedAt: number;
}
