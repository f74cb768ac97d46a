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
  stop(): void;
}

/** Begins a command line in this process. */
export function start(args: readonly string[], { stdin = '', env = {} }: Surroundings = {}): Running {
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
    },
    stdin: Readable.from([stdin]),
    hasColors: false,
    env: (name) => env[name],
    onStop(callback) {
      stops.add(callback);
      return () => stops.delete(callback);
    },
  };
  const ended = runCli(args, io, '1.2.3').then((code) => ({ code, ...text }));
  return {
    ended,
    printed: (wanted) => Promise.race([seen(wanted, text, watchers), failedBefore(wanted, ended)]),
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}

function seen(wanted: string, text: { readonly out: string }, watchers: Set<() => void>): Promise<string> {
  return new Promise((resolve) => {
    const watch = () => {
      if (text.out.includes(wanted)) resolve(text.out);
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
