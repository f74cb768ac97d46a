import { isJsonObject, type Json, own } from '../../authoring/json.ts';
import type { Expression } from '../expression/expression.ts';
import type { ActionContext, Next } from '../flow-action.ts';

/* What both schedule actions are asked, and what they answer when that cannot be told. */

/** Epoch ms of the moment asked about, now where none is given; undefined where it is NOT_SET. */
export function momentOf(at: Expression | undefined, context: ActionContext): number | undefined {
  if (at === undefined) return context.now;
  const moment = context.read(at);
  return typeof moment === 'string' ? Date.parse(moment) : undefined;
}

/** The name of an object value. */
export function nameOf(object: Json | undefined): string | undefined {
  const name = isJsonObject(object) ? own(object, 'name') : undefined;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** What begins the flow's error handling. */
export type FlowError = Extract<Next<never>, { readonly error: unknown }>;

/** Architect goes to the flow's error handling, not to a path (facts/ACTIONS 0.1). */
export function notSet(errorMessage: string): FlowError {
  return { error: { errorType: 'NotSet', errorMessage } };
}

/** An object that the organization does not have is an error of the flow, too. */
export function missing(kind: string, name: string): FlowError {
  return {
    error: { errorType: 'ObjectMissing', errorMessage: `the environment has no ${kind} "${name}"` },
  };
}
