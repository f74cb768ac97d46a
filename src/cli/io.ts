import type { ReadStream } from 'node:tty';

/** Where a command reads and writes. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  readonly stdin: NodeJS.ReadableStream & Partial<Pick<ReadStream, 'isTTY'>>;
  readonly hasColors: boolean;
  /** Columns of the terminal that `err` writes to; undefined or absent: it writes to none. */
  readonly columns?: () => number | undefined;
  env(name: string): string | undefined;
  /** Calls back when the user asks to stop (Ctrl-C, SIGTERM); the returned function forgets it. */
  onStop(callback: () => void): () => void;
}

/** What a command ends with. */
export const EXIT = {
  ok: 0,
  /** The user's files or call failed. */
  failed: 1,
  wrongUsage: 2,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A command's own wrong usage: said in one sentence, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
