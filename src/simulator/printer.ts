import pc from 'picocolors';
import type { Conversation } from '../runtime/conversation.ts';
import type { StepRecord } from '../store/conversation-store.ts';
import { stepEvents, type TranscriptEvent } from '../store/transcript.ts';
import { eventLine, LINE_MARKS, type LineKind } from './event-text.ts';
import { printable } from './printable.ts';

/** Shows a call while it is played. */
export interface Printer {
  /** The events of one step. */
  step(record: StepRecord): void;
  /** A message the platform took, once the call is over. */
  message(message: SentMessage): void;
  /** What remains of the call. */
  end(conversation: Conversation): void;
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
  let sequence = 0;
  const print = (event: TranscriptEvent) => {
    sequence = event.sequence;
    out(`${JSON.stringify(event)}\n`);
  };
  return {
    step: (record) => {
      for (const event of stepEvents(record.conversation.id, record, sequence)) print(event);
    },
    message: ({ at, ...message }) =>
      print({ at, sequence: sequence + 1, type: 'acceptedMessage', ...message }),
    end: () => {},
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
        if (line !== undefined) print(line.kind, clockText(at - conversation.startedAt), line.text);
      }
    },
    message: ({ channel, to, status, text }) =>
      print('outside', '     ', `${channel} message to ${to}, ${status}: “${text}”`),
    end: (conversation) => out(printable(endText(conversation))),
  };
}

function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}

function endText({ participantData }: Conversation): string {
  const entries = Object.entries(participantData);
  return entries.length === 0
    ? ''
    : `Participant data: ${entries.map(([name, value]) => `${name} = ${value}`).join(', ')}\n`;
}
