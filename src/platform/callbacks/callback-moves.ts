import type { Clock } from '../../ports.ts';
import type { Agent } from '../agents/agent.ts';
import type { AgentStore } from '../agents/agent-store.ts';
import type { Interaction, Participant } from '../interactions/interaction.ts';
import type { Interactions } from '../interactions/interactions.ts';
import type { Queue } from '../queues/queue.ts';
import type { Queues } from '../queues/queues.ts';
import type { Callback } from './callback.ts';
import type { CallbackStore } from './callback-store.ts';
import { alertingMs, heldMs } from './queue-limits.ts';

/** What moves of callbacks work with. */
export interface MoveParts {
  readonly clock: Clock;
  readonly store: CallbackStore;
  readonly interactions: Interactions;
  readonly agents: AgentStore;
  readonly queues: Pick<Queues, 'find'>;
}

/**
 * What happens to a callback, one thing at a time: its row and the participants of its interaction change together.
 *
 * M1: every function writes, and must run inside a commit of the caller.
 * M2: an offer is stored before an agent can answer it, and an agent has one callback at a time.
 * M3: a callback whose customer has left the interaction ends instead of going on.
 */
export function callbackMoves({ clock, store, interactions, agents, queues }: MoveParts) {
  /** It is time: it waits in its queue, or for its owner. */
  function enqueue(callback: Callback): Callback {
    const interaction = interactionOf(callback);
    if (interaction === undefined) return end(callback, 'system');
    const queue = queues.find(callback.queueId);
    const now = clock.now();
    const heldUntil = callback.ownerId === null ? null : now + heldMs(queue);
    change(interaction, (one) => (one.id === callback.participantId ? { ...one, state: 'offering' } : one));
    join(callback, {
      purpose: 'acd',
      state: 'connected',
      connectedAt: now,
      queueId: callback.queueId,
      ...nameOf(queue),
    });
    return store.put({
      ...callback,
      state: 'waiting',
      agentId: null,
      waitsSince: now,
      heldUntil,
      dueAt: heldUntil,
    });
  }

  /** Offers it to an agent (M2). The time to look again is when the agent's plan says, or when it has rung long enough. */
  function offer(callback: Callback, agent: Agent): Callback {
    if (interactionOf(callback) === undefined) return end(callback, 'system');
    const now = clock.now();
    agents.noteOffer(agent.id, now);
    const { queueId } = callback;
    join(callback, { purpose: 'agent', state: 'alerting', userId: agent.id, name: agent.name, queueId });
    const rings = alertingMs(queues.find(queueId));
    const plan = agent.plan.answers === 'ignore' ? rings : (agent.plan.afterSeconds ?? 0) * 1000;
    return store.put({
      ...callback,
      state: 'alerting',
      agentId: agent.id,
      dueAt: now + Math.min(plan, rings),
    });
  }

  /** The agent takes it, and talks as long as the plan says. */
  function answer(callback: Callback): Callback {
    const interaction = interactionOf(callback);
    if (interaction === undefined) return end(callback, 'system');
    const now = clock.now();
    change(interaction, (one) => {
      if (one.id === callback.participantId || isAgentOf(callback, one))
        return { ...one, state: 'connected', connectedAt: now };
      return isQueueOf(one) ? left(one, 'transfer') : one;
    });
    return talk(callback);
  }

  /** The row of one who talks. */
  function talk(callback: Callback): Callback {
    const seconds = agents.one(callback.agentId ?? '')?.plan.talkSeconds;
    const dueAt = seconds === undefined ? null : clock.now() + seconds * 1000;
    return store.put({ ...callback, state: 'connected', dueAt });
  }

  /** The agent lets the offer pass: the next one gets it, and this one none until the operator says so, as in Genesys. */
  function pass(callback: Callback): Callback {
    const interaction = interactionOf(callback);
    if (callback.agentId !== null) agents.setStatus(callback.agentId, 'notResponding');
    if (interaction === undefined) return end(callback, 'system');
    change(interaction, (one) => (isAgentOf(callback, one) ? left(one, 'transfer.noanswer') : one));
    return store.put({ ...callback, state: 'waiting', agentId: null, dueAt: callback.heldUntil });
  }

  /** The owner did not take it in time (K7). */
  function release(callback: Callback): Callback {
    const whenNotTaken = queues.find(callback.queueId)?.settings.agentOwnedRouting?.attendantWhenNotTaken;
    if (whenNotTaken === 'disconnect') return end(callback, 'timeout');
    return store.put({ ...callback, ownerId: null, heldUntil: null, dueAt: null });
  }

  /** Everybody leaves who is there for it, and nobody calls any more. */
  function end(callback: Callback, disconnectType: string): Callback {
    const interaction = interactions.store.one(callback.interactionId);
    if (interaction !== undefined)
      change(interaction, (one) => (isPartOf(callback, one) ? left(one, disconnectType) : one));
    return close(callback);
  }

  /** The row of one that is over. */
  function close(callback: Callback): Callback {
    return store.put({
      ...callback,
      state: 'disconnected',
      agentId: null,
      dueAt: null,
      heldUntil: null,
      endedAt: clock.now(),
    });
  }

  /** Back to `scheduled`, as when it is moved to another time. */
  function reschedule(callback: Callback): Callback {
    const interaction = interactionOf(callback);
    if (interaction === undefined) return end(callback, 'system');
    change(interaction, (one) => {
      if (one.id === callback.participantId)
        return {
          ...one,
          state: 'scheduled',
          queueId: callback.queueId,
          address: callback.details.numbers[0] ?? '',
        };
      return isQueueOf(one) ? left(one, 'transfer') : one;
    });
    return store.put({
      ...callback,
      state: 'scheduled',
      waitsSince: null,
      heldUntil: null,
      dueAt: callback.scheduledAt,
    });
  }

  /** The agent who talks hands it over: to a queue, or to another agent. */
  function transfer(callback: Callback, to: Pick<Callback, 'queueId' | 'ownerId'>): Callback {
    const interaction = interactionOf(callback);
    if (interaction === undefined) return end(callback, 'system');
    change(interaction, (one) => (isAgentOf(callback, one) ? left(one, 'transfer') : one));
    return enqueue({ ...callback, ...to });
  }

  /** The interaction, while the customer is in it (M3). */
  function interactionOf(callback: Callback): Interaction | undefined {
    const interaction = interactions.store.one(callback.interactionId);
    const customer = interaction?.participants.find((one) => one.id === callback.participantId);
    return customer?.endedAt === undefined ? interaction : undefined;
  }

  function change(interaction: Interaction, participant: (one: Participant) => Participant): void {
    const participants = interaction.participants.map((one) =>
      one.endedAt === undefined && isOfCallbacks(interaction, one) ? participant(one) : one,
    );
    interactions.change(interaction, { participants, ...stateOf({ ...interaction, participants }) });
  }

  function join(callback: Callback, joining: Parameters<Interactions['add']>[1]): void {
    const interaction = interactions.store.one(callback.interactionId);
    if (interaction !== undefined) interactions.add(interaction, { ...joining, channel: 'callback' });
  }

  function left(one: Participant, disconnectType: string): Participant {
    return { ...one, state: 'disconnected', disconnectType, endedAt: clock.now() };
  }

  return { close, talk, enqueue, offer, answer, pass, release, end, reschedule, transfer };
}

/** What callbackMoves returns. */
export type CallbackMoves = ReturnType<typeof callbackMoves>;

function isOfCallbacks(interaction: Interaction, one: Participant): boolean {
  return (one.channel ?? interaction.channel) === 'callback';
}

function isQueueOf(one: Participant): boolean {
  return one.purpose === 'acd';
}

function isAgentOf({ agentId }: Callback, one: Participant): boolean {
  return one.purpose === 'agent' && agentId !== null && one.userId === agentId;
}

/** Only one callback of an interaction is in a queue at a time (K8). */
function isPartOf(callback: Callback, one: Participant): boolean {
  if (one.id === callback.participantId || isAgentOf(callback, one)) return true;
  return isQueueOf(one) && (callback.state === 'waiting' || callback.state === 'alerting');
}

/** An interaction that is a callback is as far as those who are in it; one of another channel goes its own way. */
function stateOf(interaction: Interaction): Partial<Interaction> {
  if (interaction.channel !== 'callback') return {};
  const present = interaction.participants.filter((one) => one.endedAt === undefined);
  if (present.some((one) => one.purpose === 'agent' && one.state === 'connected'))
    return { state: 'connected' };
  return { state: present.length > 0 ? 'waiting' : 'disconnected' };
}

function nameOf(queue: Queue | undefined): { readonly name?: string } {
  return queue === undefined ? {} : { name: queue.name };
}
