import { AttendantError } from '../errors.ts';
import type { Clock } from '../ports.ts';
import type { ConversationStore } from '../store/conversation-store.ts';
import type { Turns } from './turns.ts';

/** How many calls one look at the store may bring. */
const DUE_AT_ONCE = 500;
/** When what could not be fired is tried again, the store being full or locked. */
const RETRY_AFTER_MS = 30_000;

/** What the waits work with. */
export interface DueWaitsOptions {
  readonly store: ConversationStore;
  readonly clock: Clock;
  readonly turns: Turns;
  /** Fires the wait of one conversation if it has run out. */
  fire(id: string): Promise<unknown>;
  warn(message: string, error: unknown, conversation?: string): void;
}

/** Fires waits that run out: one timer for the earliest of all, however many calls wait. */
export class DueWaits {
  readonly #options: DueWaitsOptions;
  /** Calls whose flow version cannot be run. */
  readonly #stuck = new Set<string>();
  #timer: { readonly at: number; readonly cancel: () => void } | undefined;
  #closed = false;

  constructor(options: DueWaitsOptions) {
    this.#options = options;
  }

  /** Tells of a wait that runs out at a moment, epoch ms. */
  arm(dueAt: number): void {
    if (this.#closed || (this.#timer !== undefined && this.#timer.at <= dueAt)) return;
    this.#timer?.cancel();
    this.#timer = { at: dueAt, cancel: this.#options.clock.at(dueAt, () => this.#ring()) };
  }

  /** Fires all that is due. A call that cannot go on is logged and left as it is; it does not hold up the others. */
  async fire(): Promise<void> {
    const { store, clock, turns } = this.#options;
    const now = clock.now();
    const due = await store.due(now, DUE_AT_ONCE + this.#stuck.size);
    const ids = due.filter((id) => !this.#stuck.has(id));
    const broken = await turns.each(ids, (id) => this.#options.fire(id));
    for (const { id, reason } of broken) this.#setAside(id, reason);
    if (due.length >= DUE_AT_ONCE && broken.length < ids.length) return this.fire();
    const next = await store.nextDueAt(now);
    if (next !== undefined) this.arm(next);
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
  }

  #ring(): void {
    this.#timer = undefined;
    const { turns, warn } = this.#options;
    const fired = this.fire().catch((error: unknown) => warn('waits that ran out could not be fired', error));
    void turns.count(fired);
  }

  /** A flow that cannot be run stays so until the next start; whatever else went wrong is tried again. */
  #setAside(id: string, reason: unknown): void {
    this.#options.warn('a wait that ran out could not be fired', reason, id);
    if (reason instanceof AttendantError && reason.code.startsWith('FLOW_')) this.#stuck.add(id);
    else this.arm(this.#options.clock.now() + RETRY_AFTER_MS);
  }
}
