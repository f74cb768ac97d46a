import type { ReadStream } from 'node:tty';
import type { Io } from './io.ts';

/** Ctrl-C, and Ctrl-D at the beginning: the user gives up. */
const GIVE_UP = ['\u0003', '\u0004'];
const BACKSPACE = ['\b', '\u007f'];

/** Reads a line from a terminal that does not show what is typed. @returns undefined when the user gives up. */
export async function readHidden(input: ReadStream, prompt: string, io: Io): Promise<string | undefined> {
  io.err(prompt);
  input.setRawMode(true);
  input.resume();
  try {
    return await nextLine(input);
  } finally {
    input.setRawMode(false);
    input.pause();
    io.err('\n');
  }
}

function nextLine(input: ReadStream): Promise<string | undefined> {
  return new Promise((resolve) => {
    const typed: string[] = [];
    const end = (line: string | undefined) => {
      input.off('data', onData);
      resolve(line);
    };
    const onData = (data: Buffer | string) => {
      for (const key of data.toString()) {
        if (key === '\r' || key === '\n') return end(typed.join(''));
        if (GIVE_UP.includes(key)) return end(undefined);
        if (BACKSPACE.includes(key)) typed.pop();
        else if (key >= ' ') typed.push(key);
      }
    };
    input.on('data', onData);
  });
}
