import { createInterface } from 'node:readline';
import type { Conversation, Wait } from '../../runtime/conversation.ts';
import type { TypedCommand } from '../caller.ts';
import { type CallerAct, parseWritten } from '../caller-script.ts';
import { isCommand } from './command-forms.ts';
import type { KeyboardCaller } from './keyboard-caller.ts';

/** What a customer who writes can do, for the person at the terminal. */
export const LINES_HELP = [
  'Write a message, then Enter',
  'Enter alone  write nothing and let time run on',
  'hangup       leave the conversation',
  ':help        commands, such as :vars or :back',
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
  const nextLine = async (): Promise<string | undefined> => {
    while (typed.length === 0 && !isOver)
      await new Promise<void>((resolve) => {
        hungry = resolve;
      });
    return typed.shift()?.trim();
  };
  return {
    answersEach: 'prompt',
    async answer(_conversation: Conversation, _wait: Wait): Promise<CallerAct | TypedCommand> {
      write('> ');
      const line = await nextLine();
      if (line === undefined) return { do: 'hangUp' };
      return isCommand(line) ? { do: 'command', text: line } : parseWritten(line);
    },
    async command() {
      write(': ');
      return (await nextLine()) ?? ':quit';
    },
    close: () => lines.close(),
  };
}
