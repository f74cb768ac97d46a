import { type Static, Type } from 'typebox';

/** A talk that nobody ends after a week is a mistake of the file. */
const MAX_SECONDS = 7 * 24 * 3600;

/** What a simulated agent does with an offer. */
export const AgentPlan = Type.Object(
  {
    answers: Type.Optional(
      Type.Enum(['accept', 'ignore', 'decline'], {
        description:
          'What becomes of an offer; ignore lets it ring until the queue takes it back. accept when left out',
      }),
    ),
    afterSeconds: Type.Optional(
      Type.Integer({ minimum: 0, maximum: MAX_SECONDS, description: 'When; 0 when left out' }),
    ),
    talkSeconds: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: MAX_SECONDS,
        description: 'How long the agent talks; left out, until it is ended over the API',
      }),
    ),
  },
  { additionalProperties: false },
);
export type AgentPlan = Static<typeof AgentPlan>;

/** Whether something may be offered to an agent; notResponding: an offer was let pass, as in Genesys Cloud. */
export type AgentStatus = 'available' | 'unavailable' | 'notResponding';

/** An agent. */
export interface Agent {
  readonly id: string;
  readonly name: string;
  readonly status: AgentStatus;
  readonly plan: AgentPlan;
  /** When something was offered last, epoch ms; 0: never. */
  readonly offeredAt: number;
  readonly queueIds: readonly string[];
}
