import { oneLine } from './campaign-text.ts';

/** What a line of progress says. */
export interface ProgressLine {
  readonly label: string;
  /** 0 to 1; absent: not known, so there is no bar. */
  readonly share?: number;
  /** What is counted, the most important first: where there is no room for all, the last are left out. */
  readonly parts: readonly string[];
}

const MAX_LABEL = 24;
/** A bar is as wide as there is room for, and no other width: it must not jump about while the counts grow. */
const BARS = [24, 16, 8];
const SEPARATOR = ' · ';

/**
 * A line of progress with a bar, for a terminal: never as wide as the terminal, for a line that wraps cannot be written anew.
 *
 * @param columns of the terminal.
 */
export function progressLine({ label, share, parts }: ProgressLine, columns: number): string {
  const name = cut(oneLine(label), Math.min(MAX_LABEL, columns - 1));
  const percent = share === undefined ? '' : `${percentOf(share)} %`.padStart(6);
  for (let shown = parts.length; shown >= 0; shown -= 1) {
    const counts = parts.slice(0, shown).join(SEPARATOR);
    for (const width of share === undefined ? [0] : BARS) {
      const line = [name, barOf(share ?? 0, width) + percent, counts]
        .filter((part) => part !== '')
        .join('  ');
      if (widthOf(line) < columns) return line;
    }
  }
  return cut(`${name}${percent}`, columns - 1);
}

/** The same for where lines follow each other: a log, a pipe. */
export function plainLine({ label, share, parts }: ProgressLine): string {
  const percent = share === undefined ? [] : [`${percentOf(share)} %`];
  return `${oneLine(label)}: ${[...percent, ...parts].join(', ')}`;
}

/** 100 only when all is done. */
function percentOf(share: number): number {
  return Math.max(0, Math.min(100, Math.floor(share * 100)));
}

/** A bar of blocks: `████░░░░`. */
export function barOf(share: number, width: number): string {
  const full = Math.max(0, Math.min(width, Math.floor(share * width)));
  return '█'.repeat(full) + '░'.repeat(width - full);
}

/** Characters that take two columns. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u;
/** Characters that take none. */
const NONE = /\p{Mn}|\p{Me}|\p{Cf}/u;

function widthOf(text: string): number {
  return [...text].reduce((width, sign) => width + signWidth(sign), 0);
}

function signWidth(sign: string): number {
  if (NONE.test(sign)) return 0;
  return WIDE.test(sign) ? 2 : 1;
}

function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let taken = 1;
  for (const sign of text) {
    taken += signWidth(sign);
    if (taken > width) break;
    kept += sign;
  }
  return `${kept}…`;
}

/** A time still to come, roughly: `40 s`, `8 min`, `3 h 20 min`. */
export function timeText(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.round(hours / 24)} days`;
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/** A size: `412 kB`, `6.4 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`;
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${(bytes / 1_000_000_000).toFixed(2)} GB`;
}
