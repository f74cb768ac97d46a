/** Longest `pattern` of a contract, in characters. */
export const MAX_PATTERN_LENGTH = 200;
/** In how many ways the bounded repetitions of a pattern may be tried. */
const MAX_CHOICES = 100;

/**
 * Why a `pattern` of a contract is refused, or undefined when it takes time in proportion to the text.
 *
 * JavaScript's expressions backtrack, and a hostile one never ends. Allowed is what cannot: it begins with `^`, has no
 * groups and no alternatives, at most one `*`, `+` or `{n,}`, and few ways through its `?` and `{n,m}`.
 */
export function refusePattern(pattern: string): string | undefined {
  if (pattern.length > MAX_PATTERN_LENGTH) return `it has more than ${MAX_PATTERN_LENGTH} characters`;
  if (!pattern.startsWith('^')) return 'it must begin with ^';
  const bare = pattern.replaceAll(/\\[^\dkpP]/g, 'x').replaceAll(/\[[^\]]*\]/g, 'x');
  if (/\\/.test(bare)) return 'back-references and properties cannot be used';
  if (/[()|]/.test(bare)) return 'groups and alternatives cannot be used';
  if ((bare.match(/[*+]|\{\d+,\}/g) ?? []).length > 1) return 'only one *, + or {n,} can be used';
  return countChoices(bare) > MAX_CHOICES ? 'its ? and {n,m} can be tried in too many ways' : undefined;
}

function countChoices(bare: string): number {
  let choices = 1;
  for (const [quantifier, from, to] of bare.matchAll(/\?|\{(\d+),(\d+)\}/g)) {
    choices *= quantifier === '?' ? 2 : Math.max(1, Number(to) - Number(from) + 1);
  }
  return choices;
}
