import type { ReadStream } from 'node:tty';
import type { Conversation, Wait } from '../../runtime/conversation.ts';
import type { Caller, Standing, TypedCommand } from '../caller.ts';
import type { CallerAct } from '../caller-script.ts';

/** What the keys do, for the person at the terminal. */
export const KEYBOARD_HELP = [
  '0-9 * #   press a key',
  'Enter     say nothing and let time run on',
  's         say something: type the words, then Enter',
  'b         the next key or word cuts the prompt short',
  'h, Ctrl-C hang up; when the call is over, leave',
  ':         a command, such as :vars or :back; :help lists them',
  '?         this help',
].join('\n');
/** What the keys do where the call asks for nothing. */
const STANDING: { readonly [standing in Standing]: { readonly help: string; readonly enter: string } } = {
  pauses: { help: 'Paused. Enter goes on by one action, r runs, ? helps.', enter: ':step' },
  byHand: { help: 'Answer it with :answer {…}; Enter has it performed, ? helps.', enter: ':answer perform' },
  over: {
    help: 'The call is over. :back looks back on it, :fork plays on from there, Enter leaves.',
    enter: ':quit',
  },
  past: {
    help: 'This is how it was. Enter goes forward, :now comes back, :fork plays on from here.',
    enter: ':forward',
  },
};

/** Where a person types and reads. */
export interface Terminal {
  readonly input: ReadStream;
  write(text: string): void;
}

/** A caller whose acts are typed: single keys, no Enter needed. Close it to give the terminal back. */
export interface KeyboardCaller extends Caller {
  close(): void;
}

/** Takes over the terminal's keys. */
export function openKeyboardCaller({ input, write }: Terminal): KeyboardCaller {
  const typed: string[] = [];
  let hungry: ((key: string) => void) | undefined;
  const onData = (data: Buffer) => {
    for (const key of data.toString('utf8')) {
      const taker = hungry;
      hungry = undefined;
      if (taker === undefined) typed.push(key);
      else taker(key);
    }
  };
  input.setRawMode(true);
  input.resume();
  input.on('data', onData);
  const nextKey = () => {
    const key = typed.shift();
    return key === undefined
      ? new Promise<string>((resolve) => {
          hungry = resolve;
        })
      : Promise.resolve(key);
  };
  return {
    answersEach: 'key',
    answer: (_conversation: Conversation, wait: Wait) => readAct(wait, nextKey, write),
    command: (standing) => readStanding(standing, nextKey, write),
    close() {
      input.off('data', onData);
      input.setRawMode(false);
      input.pause();
    },
  };
}

async function readAct(
  wait: Wait,
  nextKey: () => Promise<string>,
  write: (text: string) => void,
): Promise<CallerAct | TypedCommand> {
  let bargeIn = false;
  for (;;) {
    const key = await nextKey();
    if (/^[0-9*#]$/.test(key)) {
      if (wait.for === 'digits') write(`      ${key}\n`);
      return { do: 'press', keys: key, bargeIn };
    }
    if (key === '\r' || key === '\n') return { do: 'keepSilent' };
    if (key === 'h' || key === '\u0003' || key === '\u0004') return { do: 'hangUp' };
    if (key === ':') return { do: 'command', text: await readLine(':', nextKey, write) };
    if (key === 's' && wait.for !== 'digits')
      return { do: 'say', words: await readLine('Say: ', nextKey, write), bargeIn };
    if (key === 'b') bargeIn = true;
    write(key === 'b' ? '(the next key cuts the prompt short)\n' : `${KEYBOARD_HELP}\n`);
  }
}

/** One key where the call asks for nothing, as a command. */
async function readStanding(
  standing: Standing,
  nextKey: () => Promise<string>,
  write: (text: string) => void,
): Promise<string> {
  const { help, enter } = STANDING[standing];
  for (;;) {
    write(`${help}\n`);
    const key = await nextKey();
    if (key === ':') return readLine(':', nextKey, write);
    if (key === '\r' || key === '\n') return enter;
    const command = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
    if (command !== undefined) return command;
  }
}

const KEYS: { readonly [key: string]: string } = {
  r: ':run',
  q: ':quit',
  h: ':quit',
  '?': ':help',
  '\u0003': ':quit',
  '\u0004': ':quit',
};

async function readLine(
  prompt: string,
  nextKey: () => Promise<string>,
  write: (text: string) => void,
): Promise<string> {
  write(prompt);
  let words = '';
  for (let key = await nextKey(); key !== '\r' && key !== '\n'; key = await nextKey()) {
    const isErase = key === '\u007f' || key === '\b';
    words = isErase ? words.slice(0, -1) : words + key;
    write(isErase ? '\b \b' : key);
  }
  write('\n');
  return words;
}
