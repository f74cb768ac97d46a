import type { Json } from '../authoring/json.ts';
import type { StoredStep } from './conversation-store.ts';

/** One line of a transcript: an event with when and in which conversation it happened. */
export interface TranscriptEvent {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** From 1, without gaps. */
  readonly sequence: number;
  readonly conversationId: string;
  readonly type: string;
  readonly [detail: string]: Json | undefined;
}

/** The transcript of a conversation: the events of its steps in order. */
export function transcriptOf(
  conversationId: string,
  steps: readonly StoredStep[],
): readonly TranscriptEvent[] {
  return steps
    .flatMap(({ at, events }) => events.map((event) => ({ at: new Date(at).toISOString(), event })))
    .map(({ at, event }, index) => ({ at, sequence: index + 1, conversationId, ...event }));
}
