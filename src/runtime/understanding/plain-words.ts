/**
 * A text as it is compared: in lower case, without punctuation, with single spaces. `Where's my order?` and
 * `wheres my  order` are the same.
 */
export function plainText(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/['’`´]/gu, '')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
}

/** Scripts that put no spaces between words: each character counts as one. */
const WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** The words of a text, in order. */
export function plainWords(text: string): readonly string[] {
  return plainText(text)
    .split(' ')
    .flatMap((word) => (WITHOUT_SPACES.test(word) ? Array.from(word) : word === '' ? [] : [word]));
}

/** Whether the words stand in the text one behind the other. */
export function containsWords(text: readonly string[], words: readonly string[]): boolean {
  if (words.length === 0) return false;
  return text.some((_word, at) => words.every((word, index) => text[at + index] === word));
}

/** How much two texts have in common, 0 to 100: twice the shared words by all words. The same words in the same order are 100. */
export function similarity(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0) return 0;
  if (one.join(' ') === other.join(' ')) return 100;
  const left = [...other];
  let shared = 0;
  for (const word of one) {
    const at = left.indexOf(word);
    if (at < 0) continue;
    left.splice(at, 1);
    shared++;
  }
  return Math.min(99, Math.round((200 * shared) / (one.length + other.length)));
}
