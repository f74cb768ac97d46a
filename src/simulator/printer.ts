import pc from 'picocolors';
import type { Conversation } from '../runtime/conversation.ts';
import type { StepRecord } from '../store/conversation-store.ts';
import { stepEvents, type TranscriptEvent } from '../store/transcript.ts';
import { eventLine, LINE_MARKS, type LineKind } from './event-text.ts';
import { printable } from './printable.ts';
import { timeText } from './time-text.ts';

/** Shows a call while it is played. */
export interface Printer {
  /** The events of one step. */
  step(record: StepRecord): void;
  /** A message the platform took, once the call is over. */
  message(message: SentMessage): void;
  /** What remains of the call. */
  end(conversation: Conversation): void;
  /** A call that goes on from another one; its first events were told before. @param count how many */
  fork(id: string, count: number): void;
}

/** A message in the outbox. */
export interface SentMessage {
  readonly conversationId: string;
  readonly channel: string;
  readonly to: string;
  readonly status: string;
  readonly text: string;
  /** ISO 8601. */
  readonly at: string;
}

/** One JSON event a line: the transcript, then an `acceptedMessage` for each message sent. */
export function jsonPrinter(out: (text: string) => void): Printer {
  const told = new Map<string, number>();
  let last = 0;
  const sequence = (id: string) => told.get(id) ?? 0;
  const print = (id: string, event: TranscriptEvent) => {
    told.set(id, event.sequence);
    last = event.sequence;
    out(`${JSON.stringify(event)}\n`);
  };
  return {
    step: (record) => {
      const { id } = record.conversation;
      for (const event of stepEvents(id, record, sequence(id))) print(id, event);
    },
    message: ({ at, ...message }) =>
      print('', { at, sequence: last + 1, type: 'acceptedMessage', ...message }),
    end: () => {},
    fork: (id, count) => void told.set(id, count),
  };
}

/** Lines for a person, with the time since the call came in. */
export function textPrinter(out: (text: string) => void, hasColors: boolean): Printer {
  const colors = pc.createColors(hasColors);
  const paint: { readonly [kind in LineKind]: (text: string) => string } = {
    heard: colors.cyan,
    written: colors.cyan,
    caller: colors.yellow,
    step: colors.dim,
    outside: colors.green,
    trouble: colors.red,
    end: colors.bold,
  };
  const print = (kind: LineKind, time: string, text: string) =>
    out(`${colors.dim(time)} ${paint[kind](`${LINE_MARKS[kind]} ${printable(text)}`)}\n`);
  return {
    step({ conversation, at, events }) {
      for (const event of events) {
        const line = eventLine(event);
        if (line !== undefined) print(line.kind, timeText(at - conversation.startedAt), line.text);
      }
    },
    message: ({ channel, to, status, text }) =>
      print('outside', '     ', `${channel} message to ${to}, ${status}: “${text}”`),
    end: (conversation) => out(printable(endText(conversation))),
    fork: () => {},
  };
}

function endText({ participantData }: Conversation): string {
  const entries = Object.entries(participantData);
  return entries.length === 0
    ? ''
    : `Participant data: ${entries.map(([name, value]) => `${name} = ${value}`).join(', ')}\n`;
}
