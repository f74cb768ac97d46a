/** A part of a text that is compared with another: what both have, what was wanted, what came. */
export interface TextPart {
  readonly is: 'same' | 'wanted' | 'found';
  readonly text: string;
}

/** Longer texts are compared by what they begin and end with alone. */
const MAX_WORDS = 300;

/** Where two texts differ, word by word. */
export function markDifference(wanted: string, found: string): readonly TextPart[] {
  const [a, b] = [wordsOf(wanted), wordsOf(found)];
  const start = commonStart(a, b);
  const end = commonStart(a.slice(start).reverse(), b.slice(start).reverse());
  const middle = between(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const same = (words: readonly string[]): TextPart => ({ is: 'same', text: words.join('') });
  return joined([same(a.slice(0, start)), ...middle, same(a.slice(a.length - end))]);
}

/** Words with the spaces and signs between them. */
function wordsOf(text: string): readonly string[] {
  return text.match(/\s+|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? [];
}

function commonStart(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count++;
  return count;
}

function between(a: readonly string[], b: readonly string[]): readonly TextPart[] {
  if (a.length > MAX_WORDS || b.length > MAX_WORDS)
    return [
      { is: 'wanted', text: a.join('') },
      { is: 'found', text: b.join('') },
    ];
  return steps(a, b, lengthsOf(a, b));
}

/** How long the longest common sequence is behind each pair of places. */
function lengthsOf(a: readonly string[], b: readonly string[]): readonly (readonly number[])[] {
  const lengths = Array.from({ length: a.length + 1 }, () => Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) {
      const row = lengths[i] ?? [];
      const below = lengths[i + 1] ?? [];
      row[j] = a[i] === b[j] ? 1 + (below[j + 1] ?? 0) : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  return lengths;
}

function steps(
  a: readonly string[],
  b: readonly string[],
  lengths: readonly (readonly number[])[],
): readonly TextPart[] {
  const parts: TextPart[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [mine, other] = [a[i], b[j]];
    if (mine !== undefined && mine === other) {
      parts.push({ is: 'same', text: mine });
      i++;
      j++;
    } else if (
      mine !== undefined &&
      (other === undefined || at(lengths, i + 1, j) >= at(lengths, i, j + 1))
    ) {
      parts.push({ is: 'wanted', text: mine });
      i++;
    } else if (other !== undefined) {
      parts.push({ is: 'found', text: other });
      j++;
    }
  }
  return parts;
}

function at(lengths: readonly (readonly number[])[], i: number, j: number): number {
  return lengths[i]?.[j] ?? 0;
}

/** What differs side by side becomes two parts; a lone space between two that differ belongs to both. */
function joined(parts: readonly TextPart[]): readonly TextPart[] {
  const result: TextPart[] = [];
  let [wanted, found] = ['', ''];
  const close = () => {
    if (wanted !== '') result.push({ is: 'wanted', text: wanted });
    if (found !== '') result.push({ is: 'found', text: found });
    [wanted, found] = ['', ''];
  };
  for (const [index, { is, text }] of parts.entries()) {
    const isBetween =
      is === 'same' && text === ' ' && wanted + found !== '' && (parts[index + 1]?.is ?? 'same') !== 'same';
    if (is === 'wanted' || isBetween) wanted += text;
    if (is === 'found' || isBetween) found += text;
    if (is !== 'same' || isBetween || text === '') continue;
    close();
    const last = result.at(-1);
    if (last?.is === 'same') result.splice(-1, 1, { is, text: last.text + text });
    else result.push({ is, text });
  }
  close();
  return result;
}

/** The parts as plain text: `Press [-2-]{+3+}.` */
export function markedText(parts: readonly TextPart[]): string {
  return parts
    .map(({ is, text }) => (is === 'same' ? text : is === 'wanted' ? `[-${text}-]` : `{+${text}+}`))
    .join('');
}
