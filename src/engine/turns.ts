/**
 * Keeps what is done for one conversation in order, and knows when nothing is being done at all.
 * Different conversations do not wait for each other; one that nothing is done for takes no memory.
 */
export class Turns {
  readonly #last = new Map<string, Promise<void>>();
  #busy = 0;
  #whenIdle: (() => void)[] = [];

  /** Runs `work` after everything that was asked of the same conversation before. */
  inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(id);
    const mine = this.count(before === undefined ? work() : before.then(work, work));
    const settled: Promise<void> = mine.then(
      () => this.#end(id, settled),
      () => this.#end(id, settled),
    );
    this.#last.set(id, settled);
    return mine;
  }

  /** Does the same for several conversations, each in its turn. @returns those that could not. */
  async each(
    ids: readonly string[],
    work: (id: string) => Promise<unknown>,
  ): Promise<readonly { readonly id: string; readonly reason: unknown }[]> {
    const done = await Promise.allSettled(ids.map((id) => this.inTurn(id, () => work(id))));
    return ids.flatMap((id, index) => {
      const one = done[index];
      return one?.status === 'rejected' ? [{ id, reason: one.reason }] : [];
    });
  }

  /** Counts work that is under way outside of any turn. */
  async count<T>(work: Promise<T>): Promise<T> {
    this.#busy++;
    try {
      return await work;
    } finally {
      this.#busy--;
      if (this.#busy === 0) for (const resolve of this.#whenIdle.splice(0)) resolve();
    }
  }

  /** Resolves when nothing is under way. */
  idle(): Promise<void> {
    return this.#busy === 0 ? Promise.resolve() : new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  #end(id: string, settled: Promise<void>): void {
    if (this.#last.get(id) === settled) this.#last.delete(id);
  }
}
