import { isJsonObject, type Json, type JsonObject } from '../authoring/json.ts';
import type { ActionContext } from './flow-action.ts';
import { type FlowType, RUNNABLE_FLOW_TYPES } from './flow-types.ts';

/** Flows that may have outcomes: all but in-queue flows. Source: help page 185389. */
export const OUTCOME_FLOWS: readonly FlowType[] = RUNNABLE_FLOW_TYPES.filter(
  (type) => type !== 'inqueueCall',
);

/** The facts under which a conversation keeps its outcomes and milestones. */
const OUTCOMES = 'flowOutcomes';
const MILESTONES = 'flowMilestones';

/** Milestones that are kept of a flow, the last ones. Source: help page 185389. */
const MAX_MILESTONES = 100;

/** How an outcome stands; one that was begun and never set is incomplete. */
export type OutcomeValue = 'incomplete' | 'success' | 'failure';

type Context = Pick<ActionContext, 'fact' | 'setFact' | 'now'>;

/** Begins an outcome, or begins it anew. */
export function beginOutcome(name: string, context: Context): void {
  setOutcome(name, { value: 'incomplete', startedAt: context.now }, context);
}

/** Says how an outcome ended; it may end again, and the last one counts. */
export function endOutcome(name: string, value: OutcomeValue, context: Context): void {
  const before = outcomesOf(context)[name];
  const startedAt = isJsonObject(before) ? (before['startedAt'] ?? context.now) : context.now;
  setOutcome(name, { value, startedAt, endedAt: context.now }, context);
}

/** Keeps that a milestone was reached. */
export function addMilestone(milestone: string, outcome: string | undefined, context: Context): void {
  const before = context.fact(MILESTONES);
  const all: readonly Json[] = Array.isArray(before) ? before : [];
  const one = { milestone, ...(outcome === undefined ? {} : { outcome }), at: context.now };
  context.setFact(MILESTONES, [...all, one].slice(-MAX_MILESTONES));
}

/** Name and value of every outcome of a conversation, for its last event; empty without any. */
export function outcomeValues(fact: (name: string) => Json | undefined): {
  readonly flowOutcomes?: JsonObject;
} {
  const all = fact(OUTCOMES);
  if (!isJsonObject(all)) return {};
  const values = Object.entries(all).map(([name, one]): [string, Json] => [
    name,
    isJsonObject(one) ? (one['value'] ?? null) : null,
  ]);
  return { flowOutcomes: Object.fromEntries(values) };
}

function setOutcome(name: string, outcome: JsonObject, context: Context): void {
  context.setFact(OUTCOMES, { ...outcomesOf(context), [name]: outcome });
}

function outcomesOf(context: Context): JsonObject {
  const all = context.fact(OUTCOMES);
  return isJsonObject(all) ? all : {};
}
