import type { Clock, Log } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import type { Agent } from '../agents/agent.ts';
import type { AgentStore } from '../agents/agent-store.ts';
import { openRounds } from '../rounds.ts';
import type { Callback } from './callback.ts';
import type { CallbackMoves } from './callback-moves.ts';
import type { CallbackStore } from './callback-store.ts';

/*
 * Brings callbacks on when their time comes, and to agents.
 *
 * Owns: what a round does, and who is offered what.
 * Does not own: when rounds come (rounds.ts), what a move changes (callback-moves.ts), how rows are kept (CallbackStore).
 *
 * B1: a round moves in one transaction what is due, so a crash leaves each callback before or after a move.
 * B2: every move brings a callback on or takes its agent out of the round, so a round ends.
 * B3: what fell due while nothing ran is due at the start (K10).
 */

/** How many callbacks one transaction moves. */
const AT_ONCE = 500;

/** What rounds work with. */
export interface RoundParts {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly log: Log;
  readonly store: CallbackStore;
  readonly agents: AgentStore;
  readonly moves: CallbackMoves;
}

/** Opens the rounds. Call `wake` at the start and after every commit that changes callbacks or agents, `close` at the end. */
export function openCallbackRounds({ database, clock, log, store, agents, moves }: RoundParts) {
  async function round(): Promise<void> {
    await database.commits.add(() => {
      for (const callback of store.due(clock.now(), AT_ONCE)) bringOn(callback);
      offerWaiting();
    });
  }

  function bringOn(callback: Callback): void {
    if (callback.state === 'scheduled') moves.enqueue(callback);
    else if (callback.state === 'waiting') moves.release(callback);
    else if (callback.state === 'alerting') ringsOut(callback);
    else moves.end(callback, 'client');
  }

  /** The moment of the agent's plan has come, or it has rung long enough. */
  function ringsOut(callback: Callback): void {
    const agent = agents.one(callback.agentId ?? '');
    const { answers = 'accept', afterSeconds = 0 } = agent?.plan ?? {};
    const rang = (callback.dueAt ?? 0) - (agent?.offeredAt ?? 0);
    if (answers === 'accept' && rang >= afterSeconds * 1000) moves.answer(callback);
    else moves.pass(callback);
  }

  /** Gives every idle agent what waits for them, who had no offer for longest first. */
  function offerWaiting(): void {
    const idle = new Map(agents.idle().map((agent) => [agent.id, agent]));
    for (const agent of idle.values()) {
      for (let next = nextFor(agent); next !== undefined && idle.has(agent.id); next = nextFor(agent)) {
        const taker = preferred(next, idle) ?? agent;
        if (moves.offer(next, taker).state === 'alerting') idle.delete(taker.id);
      }
    }
  }

  /** The first of what an agent may be offered: their own, then by priority and wait in all their queues. */
  function nextFor({ id, queueIds }: Agent): Callback | undefined {
    const owned = store.nextOwned(id);
    if (owned !== undefined) return owned;
    const heads = queueIds.map(store.nextWaiting).filter((one) => one !== undefined);
    return heads.sort(byTurn)[0];
  }

  /** K6: an idle member of the queue who should call if that is possible. */
  function preferred(callback: Callback, idle: ReadonlyMap<string, Agent>): Agent | undefined {
    if (callback.ownerId !== null) return undefined;
    return callback.details.preferredAgentIds
      ?.map((id) => idle.get(id))
      .find((agent) => agent?.queueIds.includes(callback.queueId));
  }

  return openRounds({
    ...{ clock, log, round, nextDueAt: store.nextDueAt },
    failure: 'callbacks could not be brought on',
  });
}

/** What openCallbackRounds returns. */
export type CallbackRounds = ReturnType<typeof openCallbackRounds>;

function byTurn(one: Callback, other: Callback): number {
  return (
    other.priority - one.priority ||
    (one.waitsSince ?? 0) - (other.waitsSince ?? 0) ||
    (one.id < other.id ? -1 : 1)
  );
}
