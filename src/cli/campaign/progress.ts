import type { JsonObject } from '../../authoring/json.ts';
import type { Io } from '../io.ts';
import { type ProgressLine, plainLine, progressLine } from './progress-line.ts';

/** How often a terminal's line is written anew, and a new line follows where there is no terminal. */
const REDRAW_MS = 100;
const PLAIN_LINE_MS = 5_000;
const EVENT_MS = 1_000;
const CLEAR_LINE = '\r\u001b[K';

/** How far something is, for whoever waits for it. */
export interface Progress {
  /** Tells how far it is. @param event the same for programs, with `--json`. */
  tell(line: ProgressLine, event: JsonObject): void;
  /** Writes lines that stay, above the bar where there is one. */
  note(text: string): void;
  /** Takes the bar away. */
  end(): void;
}

/** Progress as a bar that is written anew in a terminal, as a line now and then elsewhere, as events with `--json`. */
export function openProgress(io: Io, { json }: { readonly json?: true }): Progress {
  let isShown = false;
  let last = Number.NEGATIVE_INFINITY;
  const clear = () => {
    if (isShown) io.err(CLEAR_LINE);
    isShown = false;
  };

  function tell(line: ProgressLine, event: JsonObject): void {
    const columns = io.columns?.();
    const now = Date.now();
    const wait = columns === undefined ? PLAIN_LINE_MS : REDRAW_MS;
    if (now - last < (json === undefined ? wait : EVENT_MS)) return;
    last = now;
    if (json === true) io.out(`${JSON.stringify(event)}\n`);
    else if (columns === undefined) io.err(`${plainLine(line)}\n`);
    else {
      io.err(`${CLEAR_LINE}${progressLine(line, columns)}`);
      isShown = true;
    }
  }

  return {
    tell,
    note(text) {
      clear();
      io.err(text);
      last = Number.NEGATIVE_INFINITY;
    },
    end: clear,
  };
}
