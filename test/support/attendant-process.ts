import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { onTestFinished } from 'vitest';

const BIN = resolve('bin/attendant.js');

/** A command of Attendant in a process of its own. */
export interface AttendantProcess {
  readonly process: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>;
  /** Its standard output as soon as it holds the text. */
  printed(text: string): Promise<string>;
}

/** Runs bin/attendant.js with nothing on its input; killed when the test ends. Needs a built package. */
export function attendantProcess(
  args: readonly string[],
  { cwd = resolve('.'), env = {} }: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): AttendantProcess {
  const stdio = ['ignore', 'pipe', 'pipe'] as const;
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd,
    stdio: [...stdio],
    env: { ...process.env, ...env },
  });
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('the process has no output');
  onTestFinished(() => void child.kill('SIGKILL'));
  let [out, err] = ['', ''];
  stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, out, err }));
  return {
    process: child,
    ended,
    async printed(text) {
      while (!out.includes(text)) {
        const over = await Promise.race([once(stdout, 'data').then(() => false), ended.then(() => true)]);
        if (over && !out.includes(text)) throw new Error(`it ended without printing "${text}": ${err}`);
      }
      return out;
    },
  };
}
