import type { Log } from '../../src/ports.ts';

/** A log that nobody reads. */
export const SILENT: Log = { info: () => undefined, warn: () => undefined };
