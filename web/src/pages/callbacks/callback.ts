import type { Tone } from '../../parts/badge.tsx';

/** A callback in `GET /attendant/callbacks`. */
export interface Callback {
  readonly id: string;
  readonly conversationId: string;
  readonly queueId: string;
  readonly queueName: string | null;
  readonly ownerId: string | null;
  readonly agentId: string | null;
  readonly state: 'scheduled' | 'waiting' | 'alerting' | 'connected' | 'disconnected';
  readonly priority: number;
  readonly numbers: readonly string[];
  readonly userName: string | null;
  readonly preferredAgentIds: readonly string[];
  readonly createdAt: string;
  readonly scheduledAt: string;
  /** Of the person called; null: not known. */
  readonly timeZone: string | null;
  readonly timeDecision: { readonly message: string } | null;
  readonly waitsSince: string | null;
  readonly endedAt: string | null;
}

/** How far a callback is, for people. */
export const STATES: { readonly [state in Callback['state']]: readonly [Tone, string] } = {
  scheduled: ['live', 'scheduled'],
  waiting: ['warn', 'waits in its queue'],
  alerting: ['warn', 'rings at an agent'],
  connected: ['good', 'talks'],
  disconnected: ['plain', 'over'],
};

/** Where callbacks are. */
export const CALLBACKS_PATH = '/attendant/callbacks';

/** Whom it is for. */
export function nameOf({ userName, numbers }: Callback): string {
  return userName ?? numbers[0] ?? '';
}

/** An instant by the clocks of a time zone. */
export function timeIn(at: string, timeZone: string): string {
  try {
    return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
      new Date(at),
    );
  } catch {
    return at;
  }
}
