import { createRequire } from 'node:module';
import type { Io } from './cli/io.ts';
import { runCli } from './cli/program.ts';

/*
 * The only file that knows the process: arguments, environment variables, terminal, signals, exit code.
 */

const { version } = createRequire(import.meta.url)('../package.json') as { readonly version: string };
const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Where a terminal does not say how wide it is. */
const DEFAULT_COLUMNS = 80;
/** A dumb one cannot write a line anew. */
const isTerminal = process.stderr.isTTY === true && process.env['TERM'] !== 'dumb';

const io: Io = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  stdin: process.stdin,
  hasColors: process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined,
  columns: () => (isTerminal ? process.stderr.columns || DEFAULT_COLUMNS : undefined),
  env: (name) => process.env[name],
  onStop(callback) {
    for (const signal of STOP_SIGNALS) process.on(signal, callback);
    return () => {
      for (const signal of STOP_SIGNALS) process.off(signal, callback);
    };
  },
};

/** A reader that goes away, as `head` does, is no error of ours. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

process.exitCode = await runCli(process.argv.slice(2), io, version);
