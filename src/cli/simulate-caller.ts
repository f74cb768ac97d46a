import type { ReadStream } from 'node:tty';
import type { Medium } from '../runtime/medium.ts';
import type { Caller, TypedCommand } from '../simulator/caller.ts';
import { ACT_FORMS, type CallerAct, parseCallerScript, parseWritten } from '../simulator/caller-script.ts';
import { isCommand } from '../simulator/terminal/command-forms.ts';
import { type Io, UsageError } from './io.ts';

/** Who plays a call. Close it to give the terminal back. */
export type ClosableCaller = Caller & { readonly close: () => void };

/** A script, a person at the keyboard, or lines that are piped in. @throws UsageError for keys that nobody can press */
export async function callerAt(keys: string | undefined, medium: Medium, io: Io): Promise<ClosableCaller> {
  const acts = keys === undefined ? undefined : readActs(keys, medium);
  const { scriptedCaller } = await import('../simulator/caller.ts');
  const close = () => {};
  if (acts !== undefined) return { ...scriptedCaller(acts), close };
  if (io.stdin.isTTY !== true) return { ...scriptedCaller(await pipedActs(io, medium)), close };
  if (medium === 'writing') {
    const { LINES_HELP, openLineCaller } = await import('../simulator/terminal/line-caller.ts');
    io.err(`${LINES_HELP}\n\n`);
    return openLineCaller({ input: io.stdin as ReadStream, write: io.err });
  }
  const { KEYBOARD_HELP, openKeyboardCaller } = await import('../simulator/terminal/keyboard-caller.ts');
  io.err(`${KEYBOARD_HELP}\n\n`);
  return openKeyboardCaller({ input: io.stdin as ReadStream, write: io.err });
}

/** Each line is an act or a command; on the phone several acts may stand in one. */
async function pipedActs(io: Io, medium: Medium): Promise<readonly (CallerAct | TypedCommand)[]> {
  let text = '';
  for await (const chunk of io.stdin) text += String(chunk);
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => line.trim());
  if (lines.every((line) => line === '')) return [];
  return lines.flatMap((line): readonly (CallerAct | TypedCommand)[] => {
    if (isCommand(line)) return [{ do: 'command', text: line }];
    // A message may hold commas.
    return medium === 'writing' ? [parseWritten(line)] : readActs(line, medium);
  });
}

function readActs(keys: string, medium: Medium): readonly CallerAct[] {
  const parsed = parseCallerScript(keys, medium);
  if ('fault' in parsed)
    throw new UsageError(`--keys: "${parsed.fault}" is nothing a caller can do. Write ${ACT_FORMS}.`);
  return parsed.acts;
}
