import type { Json } from '../../authoring/json.ts';
import { MASK } from '../../authoring/mask.ts';
import type { Conversation, Wait } from '../../runtime/conversation.ts';
import type { StepRecord } from '../../store/conversation-store.ts';
import type { Breakpoint } from '../breakpoints.ts';
import { eventLine, LINE_MARKS } from '../event-text.ts';
import { printable } from '../printable.ts';
import { timeText } from '../time-text.ts';
import { changedNames, variablesOf } from './looking.ts';

/** How much of a value a line shows. */
const MAX_VALUE = 200;

/** A moment of a call: which one, when, and where the call stood. */
export function momentLine({ conversation, at }: StepRecord, moment: number, of: number): string {
  const { frames, at: action } = conversation;
  const task = frames.at(-1)?.task;
  const where = task === undefined ? action : `${task}, ${action}`;
  return `Moment ${moment} of ${of} · ${timeText(at - conversation.startedAt)} · ${where}`;
}

/** What the call waits for then. */
export function waitLine({ wait, ending, at }: Conversation): string {
  if (wait === undefined) return `It has ended: ${ending?.reason ?? 'no reason is known'}.`;
  return `It ${WAITS[wait.for] ?? `waits for ${wait.for}`}${wait.for === 'pause' ? ` before ${at}` : ''}${detail(wait)}.`;
}

const WAITS: { readonly [kind in Wait['for']]?: string } = {
  pause: 'pauses',
  choice: 'waits for a choice',
  digits: 'waits for digits',
  playback: 'lets audio be heard',
  verification: 'asks whether the digits are right',
  dataAction: 'waits for the data action',
  time: 'lets time pass',
  answer: 'waits for an answer',
  agent: 'waits for an agent',
  transfer: 'waits for',
  silence: 'waits for silence',
  recording: 'records a voicemail',
};

function detail(wait: Wait): string {
  if (wait.for === 'dataAction') return ` ${wait.dataAction} ${shortened(wait.inputs)}`;
  if (wait.for === 'digits' && wait.collected !== '') return `, ${wait.collected} so far`;
  if (wait.for === 'agent') return ` of ${wait.queue}`;
  return wait.for === 'transfer' ? ` ${wait.to}` : '';
}

/** Variables and participant data whose names hold a text, marked where they changed; those of secure answers are masked. */
export function variableLines(
  before: Conversation | undefined,
  now: Conversation,
  like: string,
): readonly string[] {
  const changed = changedNames(before, now);
  const all = [
    ...Object.entries(variablesOf(now)).map(([name, value]) => [name, shownValue(name, value, now)] as const),
    ...Object.entries(now.participantData).map(([name, value]) => [`(participant) ${name}`, value] as const),
  ].filter(([name]) => name.toLowerCase().includes(like.toLowerCase()));
  if (all.length === 0)
    return [like === '' ? 'Nothing is set.' : `Nothing that is set is called like "${like}".`];
  return all.map(([name, text]) => {
    const mark = changed.includes(name.replace('(participant) ', '')) ? '*' : ' ';
    return printable(`${mark} ${name} = ${text}`);
  });
}

function shownValue(name: string, value: Json, { concealed = [] }: Conversation): string {
  return concealed.includes(name) ? MASK : shortened(value);
}

function shortened(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text;
}

/** The last events of a call, a line each. */
export function eventLines(moments: readonly StepRecord[], last: number): readonly string[] {
  return moments
    .flatMap(({ at, events, conversation: { startedAt } }) =>
      events.flatMap((event) => {
        const line = eventLine(event);
        return line === undefined
          ? []
          : [`${timeText(at - startedAt)} ${LINE_MARKS[line.kind]} ${printable(line.text)}`];
      }),
    )
    .slice(-last);
}

/** What time it is in the call, and when the next thing happens by itself. @param now epoch ms; at an earlier moment what it was then */
export function clockLines(
  { startedAt, wait }: Conversation,
  now: number,
  next = wait?.dueAt,
): readonly string[] {
  const after =
    next === undefined || wait?.for === 'pause'
      ? 'Nothing happens by itself.'
      : `The next thing happens ${secondsText(next - now)} from now, at ${iso(next)}.`;
  return [`${timeText(now - startedAt)} since the call came in, ${iso(now)}.`, after];
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function secondsText(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}

/** A breakpoint with its number from 1. */
export function breakpointLine({ at, condition }: Breakpoint, index: number): string {
  return `${index + 1}  ${at ?? 'every action'}${condition === undefined ? '' : ` if ${condition}`}`;
}

/** A text with a capital letter and a full stop. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}
