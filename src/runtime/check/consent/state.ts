import { END_OF_TASK } from '../../program.ts';
import { atomTerm, outcomesOf, renamed, type Term } from './term.ts';

/** Values of variables by their declared names; one that is not there is NOT_SET. */
export type Values = ReadonlyMap<string, Term>;

/** A task or flow that was called, and what its caller keeps meanwhile. */
export interface CallFrame {
  /** Index of the action that called. */
  readonly returnTo: number;
  readonly unit: number;
  readonly task: Values;
  /** Variables of the calling flow; absent when a task of the same flow was called. */
  readonly flow?: Values;
}

/** A consent that the call has seen granted. */
export interface Grant {
  readonly channel: string;
  /** As `numberOf` gives it. */
  readonly number: Term;
}

/** All calls that are at the same action and know the same. */
export interface CallState {
  /** Index of the action that comes next, or END_OF_TASK. */
  readonly at: number;
  readonly unit: number;
  readonly flow: Values;
  readonly task: Values;
  readonly frames: readonly CallFrame[];
  readonly grants: readonly Grant[];
}

/** Nothing is set. */
export const NO_VALUES: Values = new Map();

/** The state before a flow begins. @param unit index of the flow */
export function firstState(unit: number): CallState {
  return { at: END_OF_TASK, unit, flow: NO_VALUES, task: NO_VALUES, frames: [], grants: [] };
}

/** States with the same key go on in the same way. */
export function stateKey({ at, unit, flow, task, frames, grants }: CallState): string {
  const within = frames.map(
    (frame) =>
      `${frame.returnTo}:${frame.unit}${valuesKey(frame.task)}${frame.flow === undefined ? '' : valuesKey(frame.flow)}`,
  );
  const granted = grants.map(({ channel, number }) => `${channel} ${number.key}`).sort();
  return `${at}:${unit}${valuesKey(flow)}${valuesKey(task)}[${within.join(';')}]${granted.join(';')}`;
}

function valuesKey(values: Values): string {
  const entries = [...values].map(([name, term]) => `${name}=${term.key}`).sort();
  return `{${entries.join(';')}}`;
}

/**
 * Whether a consent is granted for a number, whichever of several it is. No number at all needs none: nothing is sent.
 *
 * @param number as `numberOf` gives it
 */
export function isGranted(state: CallState, channel: string, number: Term): boolean {
  if (number.kind === 'literal' && (number.value === undefined || number.value === '')) return true;
  if (state.grants.some((grant) => grant.channel === channel && grant.number.key === number.key)) return true;
  const outcomes = outcomesOf(number);
  return outcomes.length > 0 && outcomes.every((one) => isGranted(state, channel, one));
}

/** Adds a consent. One for a choice of numbers is for whichever it was, so for the term as a whole. */
export function withGrant(state: CallState, grant: Grant): CallState {
  if (state.grants.some((one) => one.channel === grant.channel && one.number.key === grant.number.key))
    return state;
  return { ...state, grants: [...state.grants, grant] };
}

/** Every term of a state changed in the same way; a grant whose term becomes undefined is lost. */
function mapTerms(state: CallState, change: (term: Term) => Term, keep: (term: Term) => boolean): CallState {
  const all = (values: Values): Values => new Map([...values].map(([name, term]) => [name, change(term)]));
  return {
    ...state,
    flow: all(state.flow),
    task: all(state.task),
    frames: state.frames.map((frame) => ({
      ...frame,
      task: all(frame.task),
      ...(frame.flow && { flow: all(frame.flow) }),
    })),
    grants: state.grants
      .filter(({ number }) => keep(number))
      .map((grant) => ({ ...grant, number: change(grant.number) })),
  };
}

/**
 * Makes the names of an action's atoms free, since it runs now and gives new values: what the run before gave becomes
 * "before", what was "before" becomes unknown, and what was granted for that is forgotten.
 *
 * @param prefix begins the names of all its atoms
 */
export function withoutOlder(state: CallState, prefix: string): CallState {
  const isOlder = (name: string) => name.startsWith(`before ${prefix}`);
  const forgotten = forget(state, (term) => [...term.atoms].some(isOlder));
  const now = atomsOf(forgotten).filter((name) => name.startsWith(prefix));
  if (now.length === 0) return forgotten;
  const names = new Map(now.map((name) => [name, `before ${name}`]));
  return mapTerms(
    forgotten,
    (term) => renamed(term, names),
    () => true,
  );
}

/** Makes every value unknown that a condition holds for, each for itself; grants for such a value are lost. */
export function forget(state: CallState, isLost: (term: Term) => boolean): CallState {
  if (!termsOf(state).some(isLost)) return state;
  const used = new Set(atomsOf(state));
  let number = 0;
  const unknown = () => {
    while (used.has(`unknown ${number}`)) number++;
    used.add(`unknown ${number}`);
    return atomTerm(`unknown ${number}`);
  };
  return mapTerms(
    state,
    (term) => (isLost(term) ? unknown() : term),
    (term) => !isLost(term),
  );
}

function termsOf({ flow, task, frames, grants }: CallState): readonly Term[] {
  return [
    ...flow.values(),
    ...task.values(),
    ...frames.flatMap((frame) => [...frame.task.values(), ...(frame.flow?.values() ?? [])]),
    ...grants.map(({ number }) => number),
  ];
}

function atomsOf(state: CallState): readonly string[] {
  return termsOf(state).flatMap((term) => [...term.atoms]);
}

/** Forgets grants for values that no variable holds any more, so that fewer states differ. @param lasts whether an atom never changes */
export function tidied(state: CallState, lasts: (atom: string) => boolean): CallState {
  if (state.grants.length === 0) return state;
  const held = new Set(atomsOf({ ...state, grants: [] }));
  const grants = state.grants.filter(({ number }) =>
    [...number.atoms].every((atom) => lasts(atom) || held.has(atom)),
  );
  return grants.length === state.grants.length ? state : { ...state, grants };
}
