/**
 * Shares what there is among those who want some: nobody gets more than they want, what one leaves goes to the others, and
 * what does not divide goes round.
 *
 * @param wants how much each wants.
 * @param turn a number that grows with every sharing: who comes first for what does not divide.
 * @returns how much each gets; together `min(available, sum of wants)`.
 */
export function fairShares(available: number, wants: readonly number[], turn: number): readonly number[] {
  const shares = wants.map(() => 0);
  let left = Math.min(
    available,
    wants.reduce((sum, want) => sum + want, 0),
  );
  while (left > 0) {
    const hungry = wants.flatMap((want, index) => (want > (shares[index] ?? 0) ? [index] : []));
    const each = Math.floor(left / hungry.length);
    // Less than one for each: one for each of those whose turn it is.
    const takers =
      each > 0
        ? hungry
        : hungry.map((_, place) => hungry[(place + turn) % hungry.length] ?? 0).slice(0, left);
    for (const index of takers) {
      const more = Math.min(Math.max(1, each), (wants[index] ?? 0) - (shares[index] ?? 0));
      shares[index] = (shares[index] ?? 0) + more;
      left -= more;
    }
  }
  return shares;
}
