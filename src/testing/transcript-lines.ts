import type { CallEvent } from '../runtime/conversation.ts';
import { eventLine, type LineKind } from '../simulator/event-text.ts';
import type { SimulatedStep } from '../simulator/simulation-parts.ts';

/** One line of a call, as a person reads it. */
export interface TranscriptLine {
  /** Milliseconds since the call came in. */
  readonly afterMs: number;
  readonly kind: LineKind;
  readonly text: string;
  readonly event: CallEvent;
}

/** A call in lines. */
export function transcriptLines(
  steps: readonly Pick<SimulatedStep, 'at' | 'events'>[],
): readonly TranscriptLine[] {
  const startedAt = steps[0]?.at ?? 0;
  return steps.flatMap(({ at, events }) =>
    events.flatMap((event) => {
      const line = eventLine(event);
      return line === undefined ? [] : [{ afterMs: at - startedAt, ...line, event }];
    }),
  );
}
