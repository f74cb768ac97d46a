/** A call with all that it takes. */
export interface Taking {
  readonly keys: ReadonlySet<string>;
  /** The more, the sooner another is taken that takes as much. */
  readonly cost: number;
}

/**
 * A smallest set of calls that take all that any of them takes: greedily the call that takes most of what is left, then
 * without those that the others make needless.
 *
 * @param wanted what counts
 */
export function smallestCover<Call extends Taking>(
  calls: readonly Call[],
  wanted: ReadonlySet<string>,
): readonly Call[] {
  const left = new Set(calls.flatMap(({ keys }) => [...keys].filter((key) => wanted.has(key))));
  const chosen: Call[] = [];
  while (left.size > 0) {
    const best = calls.reduce<{ readonly call: Call; readonly count: number } | undefined>((before, call) => {
      const count = countIn(call.keys, left);
      const isBetter =
        before === undefined ||
        count > before.count ||
        (count === before.count && call.cost < before.call.cost);
      return isBetter ? { call, count } : before;
    }, undefined);
    if (best === undefined || best.count === 0) break;
    chosen.push(best.call);
    for (const key of best.call.keys) left.delete(key);
  }
  return withoutNeedless(chosen, wanted);
}

function countIn(keys: ReadonlySet<string>, left: ReadonlySet<string>): number {
  let count = 0;
  const [small, large] = keys.size < left.size ? [keys, left] : [left, keys];
  for (const key of small) if (large.has(key)) count++;
  return count;
}

/** The longest calls are looked at first. */
function withoutNeedless<Call extends Taking>(
  calls: readonly Call[],
  wanted: ReadonlySet<string>,
): readonly Call[] {
  const times = new Map<string, number>();
  for (const { keys } of calls) for (const key of keys) times.set(key, (times.get(key) ?? 0) + 1);
  const needless = new Set<Call>();
  for (const call of [...calls].sort((a, b) => b.cost - a.cost)) {
    if ([...call.keys].some((key) => wanted.has(key) && times.get(key) === 1)) continue;
    needless.add(call);
    for (const key of call.keys) times.set(key, (times.get(key) ?? 0) - 1);
  }
  return calls.filter((call) => !needless.has(call));
}
