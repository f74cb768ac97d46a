/** What each gets. */
export interface FairShares {
  readonly shares: readonly number[];
  /** Who comes first the next time. */
  readonly next: number;
}

/**
 * Shares what there is among those who want some: nobody gets more than they want, what one leaves goes to the others, and
 * what does not divide goes round.
 *
 * @param wants how much each wants.
 * @param first whose turn it is for what does not divide.
 * @returns how much each gets; together `min(available, sum of wants)`.
 */
export function fairShares(available: number, wants: readonly number[], first: number): FairShares {
  const shares = wants.map(() => 0);
  let left = Math.min(
    available,
    wants.reduce((sum, want) => sum + want, 0),
  );
  let next = first;
  while (left > 0) {
    const hungry = wants.flatMap((want, index) => (want > (shares[index] ?? 0) ? [index] : []));
    const each = Math.floor(left / hungry.length);
    // Less than one for each: one for each of those whose turn it is.
    const takers = each > 0 ? hungry : startingAt(hungry, first).slice(0, left);
    for (const index of takers) {
      const more = Math.min(Math.max(1, each), (wants[index] ?? 0) - (shares[index] ?? 0));
      shares[index] = (shares[index] ?? 0) + more;
      left -= more;
    }
    if (each === 0) next = ((takers.at(-1) ?? first) + 1) % wants.length;
  }
  return { shares, next };
}

function startingAt(indexes: readonly number[], first: number): readonly number[] {
  return [...indexes.filter((index) => index >= first), ...indexes.filter((index) => index < first)];
}
