import { isJsonObject, type Json } from '../../authoring/json.ts';
import { didYouMean } from '../../authoring/suggest.ts';
import type { Breakpoint } from '../breakpoints.ts';
import type { HandAnswer } from '../hand-answer.ts';
import type { GoingOn } from '../simulation-parts.ts';
import { breakpointOf } from './command-forms.ts';

/** What can be typed behind a colon. */
export type Command =
  | { readonly do: 'help' | 'where' | 'quit' | 'now' | 'breakpoints' | 'hangUp' }
  | { readonly do: 'variables'; readonly like: string }
  | { readonly do: 'set'; readonly name: string; readonly value: Json }
  /** `by` moments; absent: to the place before or after this one where the caller was asked. */
  | { readonly do: 'back' | 'forward'; readonly by?: number }
  | { readonly do: 'fork'; readonly moment?: number }
  | { readonly do: 'clock'; readonly to?: 'next' | number }
  | { readonly do: 'break'; readonly breakpoint: Breakpoint }
  | { readonly do: 'unbreak'; readonly number?: number }
  | { readonly do: 'events'; readonly last: number }
  | { readonly do: 'goOn'; readonly how: GoingOn }
  | { readonly do: 'answer'; readonly answer: HandAnswer };

/** What is wrong with a command, as a sentence. */
export interface CommandFault {
  readonly fault: string;
}

const DEFAULT_EVENTS = 10;
const UNITS: { readonly [unit: string]: number } = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

type Reader = (rest: string) => Command | CommandFault;

const READERS: { readonly [name: string]: Reader } = {
  help: () => ({ do: 'help' }),
  where: () => ({ do: 'where' }),
  quit: () => ({ do: 'quit' }),
  q: () => ({ do: 'quit' }),
  now: () => ({ do: 'now' }),
  hangup: () => ({ do: 'hangUp' }),
  vars: (like) => ({ do: 'variables', like }),
  set: readSet,
  back: (rest) => moved('back', rest),
  forward: (rest) => moved('forward', rest),
  fork: (rest) =>
    numbered(rest, 'fork takes the number of a moment', (moment) => ({ do: 'fork', ...moment })),
  clock: readClock,
  break: readBreak,
  unbreak: (rest) =>
    numbered(rest, 'unbreak takes the number of a breakpoint', ({ moment }) => ({
      do: 'unbreak',
      ...(moment !== undefined && { number: moment }),
    })),
  events: (rest) =>
    numbered(rest, 'events takes how many', ({ moment = DEFAULT_EVENTS }) => ({
      do: 'events',
      last: moment,
    })),
  step: () => ({ do: 'goOn', how: 'step' }),
  over: () => ({ do: 'goOn', how: 'stepOver' }),
  run: () => ({ do: 'goOn', how: 'run' }),
  answer: readAnswer,
};

/** Reads a command, with or without its colon. */
export function readCommand(text: string): Command | CommandFault {
  const [, name = '', rest = ''] = /^:?\s*(\S*)\s*(.*)$/s.exec(text.trim()) ?? [];
  const reader = Object.hasOwn(READERS, name.toLowerCase()) ? READERS[name.toLowerCase()] : undefined;
  if (reader !== undefined) return reader(rest.trim());
  const hint = didYouMean(name, Object.keys(READERS), ':help lists the commands');
  return { fault: `there is no command :${name}; ${hint}` };
}

function moved(way: 'back' | 'forward', rest: string): Command | CommandFault {
  return numbered(rest, `${way} takes a number of moments`, ({ moment }) => ({
    do: way,
    ...(moment !== undefined && { by: moment }),
  }));
}

function numbered(
  rest: string,
  fault: string,
  command: (read: { readonly moment?: number }) => Command,
): Command | CommandFault {
  if (rest === '' || rest === 'all') return command({});
  return /^\d{1,7}$/.test(rest) ? command({ moment: Number(rest) }) : { fault };
}

function readSet(rest: string): Command | CommandFault {
  const [, name, value] = /^([^=\s]+)\s*=\s*(.*)$/s.exec(rest) ?? [];
  if (name === undefined || value === undefined)
    return { fault: 'write :set Name=value, such as :set Flow.count=3' };
  return { do: 'set', name, value: jsonOrText(value) };
}

function jsonOrText(text: string): Json {
  if (!/^(null|true|false|-?\d{1,15}(\.\d+)?|[[{"].*[\]}"])$/s.test(text)) return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function readClock(rest: string): Command | CommandFault {
  if (rest === '') return { do: 'clock' };
  if (rest === 'next') return { do: 'clock', to: 'next' };
  const [, count, unit = ''] = /^\+?(\d{1,9})\s*([smhd])$/.exec(rest) ?? [];
  if (count === undefined)
    return { fault: 'write :clock, :clock next, or how long, such as :clock 30s or :clock 5m' };
  return { do: 'clock', to: Number(count) * (UNITS[unit] ?? 0) };
}

function readBreak(rest: string): Command {
  return rest === '' ? { do: 'breakpoints' } : { do: 'break', breakpoint: breakpointOf(rest) };
}

function readAnswer(rest: string): Command | CommandFault {
  const [, word = '', more = ''] = /^(\w*)\s*(.*)$/s.exec(rest) ?? [];
  if (word === 'failure')
    return { do: 'answer', answer: { failure: more === '' ? {} : { errorCode: more } } };
  if (word === 'timeout') return { do: 'answer', answer: { timeout: true } };
  if (word === 'perform') return { do: 'answer', answer: { perform: true } };
  if (word === 'fault' && more !== '') return { do: 'answer', answer: { fault: more } };
  const outputs = jsonOrText(rest === '' ? '{}' : rest);
  if (isJsonObject(outputs)) return { do: 'answer', answer: { outputs } };
  return {
    fault:
      'write :answer {"output": "value"}, :answer failure <code>, :answer timeout, :answer fault <preset> or :answer perform',
  };
}
