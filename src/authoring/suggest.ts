import { closest, distance } from 'fastest-levenshtein';

/** The candidate an author most likely meant, or undefined when none is near. Case does not count. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const all = [...candidates];
  if (all.length === 0) return undefined;
  const lower = name.toLowerCase();
  const best = closest(
    lower,
    all.map((candidate) => candidate.toLowerCase()),
  );
  // Of three letters two may be wrong in nearly any other word.
  const allowed = name.length <= 3 ? 1 : Math.max(2, Math.ceil(name.length / 3));
  return distance(lower, best) <= allowed
    ? all.find((candidate) => candidate.toLowerCase() === best)
    : undefined;
}

/** A hint such as ``did you mean `record`?``, or the list of what exists, or what to do when nothing does. */
export function didYouMean(name: string, candidates: Iterable<string>, ifNone: string): string {
  const all = [...candidates];
  const near = nearest(name, all);
  if (near !== undefined) return `did you mean \`${near}\`?`;
  if (all.length === 0) return ifNone;
  const shown = all.slice(0, 12).join(', ');
  return `known: ${shown}${all.length > 12 ? ', …' : ''}`;
}
