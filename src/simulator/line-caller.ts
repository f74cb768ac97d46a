import { createInterface } from 'node:readline';
import type { Conversation, Wait } from '../runtime/conversation.ts';
import { type CallerAct, parseWritten } from './caller-script.ts';
import type { KeyboardCaller } from './keyboard-caller.ts';

/** What a customer who writes can do, for the person at the terminal. */
export const LINES_HELP = [
  'Write a message, then Enter',
  'Enter alone  write nothing and let time run on',
  'hangup       leave the conversation',
].join('\n');

/** A customer who writes: each line typed is a message. The terminal edits the line. Close it to give the terminal back. */
export function openLineCaller({
  input,
  write,
}: {
  readonly input: NodeJS.ReadableStream;
  write(text: string): void;
}): KeyboardCaller {
  const typed: string[] = [];
  let isOver = false;
  let hungry: (() => void) | undefined;
  const wake = () => {
    hungry?.();
    hungry = undefined;
  };
  const lines = createInterface({ input });
  lines.on('line', (line) => {
    typed.push(line);
    wake();
  });
  lines.on('close', () => {
    isOver = true;
    wake();
  });
  const nextAct = async (): Promise<CallerAct> => {
    while (typed.length === 0 && !isOver)
      await new Promise<void>((resolve) => {
        hungry = resolve;
      });
    const line = typed.shift();
    return line === undefined ? { do: 'hangUp' } : parseWritten(line.trim());
  };
  return {
    answersEach: 'prompt',
    answer(_conversation: Conversation, _wait: Wait) {
      write('> ');
      return nextAct();
    },
    close: () => lines.close(),
  };
}
