import type { JsonObject } from '../authoring/json.ts';
import type { StoredStep } from './conversation-store.ts';

/** An event as it is read: whose it is, which one, and when, before what happened. */
export type TranscriptEvent = JsonObject & { readonly sequence: number; readonly type: string };

/** The events of a conversation in order, from all its steps; `sequence` counts from 1, `at` is ISO 8601. */
export function transcript(conversationId: string, steps: readonly StoredStep[]): readonly TranscriptEvent[] {
  let before = 0;
  return steps.flatMap((step) => {
    const events = stepEvents(conversationId, step, before);
    before += events.length;
    return events;
  });
}

/** The events of one step. @param before how many events the steps before it have. */
export function stepEvents(
  conversationId: string,
  { at, events }: Pick<StoredStep, 'at' | 'events'>,
  before: number,
): readonly TranscriptEvent[] {
  const time = new Date(at).toISOString();
  return events.map(({ type, ...details }, index) => ({
    at: time,
    sequence: before + index + 1,
    conversationId,
    type,
    ...(details as JsonObject),
  }));
}
