import { Readable } from 'node:stream';
import type { ExitCode, Io } from '../../src/cli/io.ts';
import { runCli } from '../../src/cli/program.ts';

/** What a command printed and ended with. */
export interface Ran {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** What stands in for the process around a command. */
export interface Surroundings {
  /** Lines that are piped in. */
  readonly stdin?: string;
  readonly env?: { readonly [name: string]: string };
  /** Of the terminal that errors and progress go to; absent: they go to none. */
  readonly columns?: number;
}

/** Runs a command line in this process and keeps what it prints. */
export async function run(args: readonly string[], surroundings: Surroundings = {}): Promise<Ran> {
  return start(args, surroundings).ended;
}

/** A command that goes on until it is stopped. */
export interface Running {
  readonly ended: Promise<Ran>;
  /** Its standard output as soon as it holds the text. */
  printed(text: string): Promise<string>;
  /** The same of what it tells beside. */
  told(text: string): Promise<string>;
  stop(): void;
}

/** Begins a command line in this process. */
export function start(
  args: readonly string[],
  { stdin = '', env = {}, columns }: Surroundings = {},
): Running {
  const text = { out: '', err: '' };
  const stops = new Set<() => void>();
  const watchers = new Set<() => void>();
  const io: Io = {
    out(more) {
      text.out += more;
      for (const watch of watchers) watch();
    },
    err(more) {
      text.err += more;
      for (const watch of watchers) watch();
    },
    stdin: Readable.from([stdin]),
    hasColors: false,
    columns: () => columns,
    env: (name) => env[name],
    onStop(callback) {
      stops.add(callback);
      return () => stops.delete(callback);
    },
  };
  const ended = runCli(args, io, '1.2.3').then((code) => ({ code, ...text }));
  return {
    ended,
    printed: (wanted) => Promise.race([seen(wanted, () => text.out, watchers), failedBefore(wanted, ended)]),
    told: (wanted) => Promise.race([seen(wanted, () => text.err, watchers), endedBefore(wanted, ended)]),
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}

function seen(wanted: string, read: () => string, watchers: Set<() => void>): Promise<string> {
  return new Promise((resolve) => {
    const watch = () => {
      if (read().includes(wanted)) resolve(read());
    };
    watchers.add(watch);
    watch();
  });
}

async function failedBefore(wanted: string, ended: Promise<Ran>): Promise<string> {
  const { out, err } = await ended;
  if (out.includes(wanted)) return out;
  throw new Error(`it ended without printing "${wanted}": ${err}`);
}

async function endedBefore(wanted: string, ended: Promise<Ran>): Promise<string> {
  const { err } = await ended;
  if (err.includes(wanted)) return err;
  throw new Error(`it ended without telling "${wanted}": ${err}`);
}
