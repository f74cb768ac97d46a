import type { Engine } from '../engine/engine.ts';
import type { Deliveries } from '../platform/deliveries/deliveries.ts';
import type { Interaction } from '../platform/interactions/interaction.ts';
import type { Message, NewMessage, PlannedStep } from '../platform/messages/message.ts';
import type { MessageStore } from '../platform/messages/message-store.ts';
import type { Clock, Log } from '../ports.ts';
import { mediumOf } from '../runtime/medium.ts';
import type { AttendantDatabase } from '../store/database.ts';
import { type FlowStep, flowSteps } from '../store/flow-steps.ts';
import { answeredStore } from './answered-store.ts';
import { type FlowEventParts, flowEvents } from './flow-events.ts';
import { answerId } from './message-id.ts';
import { emailAnswer, textAnswer, type Written } from './written-answer.ts';

/** What answers are brought back with. */
export interface FlowAnswerParts extends FlowEventParts {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly log: Log;
  readonly messages: MessageStore;
  readonly deliveries: Deliveries;
  readonly outcomes: {
    planFor(channel: Message['channel'], address: string): readonly PlannedStep[] | undefined;
  };
}

const WRITERS: { readonly [type: string]: (written: Written) => NewMessage | undefined } = {
  sentMessage: textAnswer,
  sentAutoReply: emailAnswer,
};

/**
 * Brings what flows do to the interactions they run for: what they write goes out as messages, participants and
 * participant data follow.
 *
 * B1: a step is brought over once: how far an interaction is stands in the transaction that stores what follows from it.
 * B2: a step that was stored before a crash and not brought over is brought over at the next start.
 * B3: what a flow wrote has an id made of its step, whoever brings it over.
 */
export function openFlowAnswers(parts: FlowAnswerParts) {
  const { database, clock, log, interactions, messages, deliveries, outcomes } = parts;
  const answered = answeredStore(database.sqlite);
  const steps = flowSteps(database.sqlite);
  const change = flowEvents(parts);

  /** Brings over every step of a flow that its interaction does not have yet. */
  async function bring(id: string): Promise<void> {
    await database.commits.add(() => {
      let interaction = interactions.store.one(id);
      if (interaction === undefined) return;
      for (const step of steps.after(id, answered.step(id))) {
        interaction = apply(interaction, step);
        answered.put(id, step.step);
      }
    });
    deliveries.wake();
  }

  function apply(before: Interaction, { step, events }: FlowStep): Interaction {
    let interaction = before;
    for (const [index, event] of events.entries()) {
      write(interaction, event, answerId(interaction.id, step, index));
      interaction = change(interaction, event);
    }
    return interaction;
  }

  function write(interaction: Interaction, event: Written['event'], id: string): void {
    const writer = Object.hasOwn(WRITERS, event.type) ? WRITERS[event.type] : undefined;
    if (writer === undefined) return;
    const heard = messages.ofInteraction(interaction.id).findLast(({ direction }) => direction === 'inbound');
    const message = writer({ id, at: clock.now(), event, interaction, heard });
    if (message === undefined) return;
    const plan = message.plan ?? outcomes.planFor(message.channel, message.toAddress);
    deliveries.accept(plan === undefined ? message : { ...message, plan });
    interactions.store.touch(interaction.id, message.acceptedAt);
  }

  /** Hears of every step from now on. */
  function follow(engine: Engine): void {
    engine.onStep(({ conversation: { id, flow, call } }) => {
      if (mediumOf(flow.type, call) === 'writing') void bring(id).catch(failed);
    });
  }

  /** It is brought over with the next step, or at the next start (B2). */
  function failed(error: unknown): void {
    log.warn('what a flow answered could not be stored', {
      error: error instanceof Error ? error.name : 'unknown',
    });
  }

  /** Brings over what the last process left. */
  async function recover(): Promise<void> {
    for (const id of answered.behind()) await bring(id);
  }

  return { follow, recover };
}

/** What openFlowAnswers returns. */
export type FlowAnswers = ReturnType<typeof openFlowAnswers>;
