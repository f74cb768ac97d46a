import type { Given } from '../../../authoring/messaging.ts';
import type { Expression } from '../../expression/expression.ts';
import type { Held } from '../../flow-action.ts';
import type { Program, Step } from '../../program.ts';
import type { Target } from '../../variables.ts';
import { answerOf, assignmentsOf, type DataActions, type DataCall, dataCallOf } from './actions.ts';
import { certainValue, type Known, termOf } from './known-values.ts';
import { type CallState, forget, type Values, withGrant, withoutOlder } from './state.ts';
import { atomTerm, callTerm, literalTerm, NOT_SET, numberOf, type Term } from './term.ts';

/** What the proof works with. */
export interface Proof {
  readonly program: Program;
  readonly dataActions: DataActions;
  follows(unit: number, name: string): boolean;
}

/** What an action does to what is known, before it is settled where the call goes on. */
export interface Effects {
  /** After the action, on an output path, or undefined when that path cannot be taken. */
  on(output: string): CallState | undefined;
  /** All that may be known when the action ends with an error of the flow. */
  readonly onError: readonly CallState[];
}

/** What an action knows when it begins. @param index of the action */
export function knownAt(proof: Proof, state: CallState, index: number): Known {
  return {
    flow: state.flow,
    task: state.task,
    follows: (name) => proof.follows(state.unit, name),
    fresh: (name) => atomTerm(`${atomPrefix(index)}${name}`),
  };
}

/** What the names of an action's atoms begin with. */
export function atomPrefix(index: number): string {
  return `@${index}:`;
}

/** A state with a variable that has another value. */
export function written(
  proof: Proof,
  state: CallState,
  { scope, name }: Pick<Target, 'scope' | 'name'>,
  term: Term,
): CallState {
  if (!proof.follows(state.unit, name)) return state;
  const values = (scope === 'flow' ? state.flow : state.task) satisfies Values;
  const changed = new Map(values).set(name, term);
  return scope === 'flow' ? { ...state, flow: changed } : { ...state, task: changed };
}

/** What an action does, told by the kinds of its settings. @param before a state in which its atoms' names are free */
export function effectsOf(proof: Proof, before: CallState, step: Step, index: number): Effects {
  const assigned = assignmentsOf(step);
  if (assigned !== undefined) {
    const after = assignedOneByOne(proof, before, assigned, index);
    const last = after.at(-1) ?? before;
    return { on: () => last, onError: after };
  }
  const call = dataCallOf(step, proof.dataActions);
  if (call !== undefined) return callEffects(proof, before, call, step, index);
  const after = withUnknown(proof, before, step.writes, index);
  return {
    on: (output) => narrowed(proof, after, step.type.holds?.(step.settings, output) ?? [], index),
    onError: [before, after],
  };
}

function assignedOneByOne(
  proof: Proof,
  before: CallState,
  assigned: NonNullable<ReturnType<typeof assignmentsOf>>,
  index: number,
): readonly CallState[] {
  const states = [before];
  for (const [number, { target, value }] of assigned.entries()) {
    const state = states.at(-1) ?? before;
    const term = termOf(value, knownAt(proof, state, index), `${target.name}/${number}`);
    states.push(written(proof, state, target, term));
  }
  return states;
}

function withUnknown(proof: Proof, state: CallState, targets: readonly Target[], index: number): CallState {
  return targets.reduce(
    (one, target) => written(proof, one, target, atomTerm(`${atomPrefix(index)}${target.name}`)),
    state,
  );
}

function callEffects(proof: Proof, before: CallState, call: DataCall, step: Step, index: number): Effects {
  const known = knownAt(proof, before, index);
  const { consent } = call.messaging;
  const about = aboutWhom(call, known);
  const isGrant = grants(call, known);
  // Whether a withdrawal came through is not sure on any path, so it counts on all.
  const asked = consent === undefined || consent.does === 'ask' || isGrant ? before : withdrawn(before);
  // What is bound to the outputs of success keeps its value on the other paths.
  const bound = Object.values(call.outputs);
  const isBound = ({ name }: Target) => bound.some((one) => one.name === name);
  const failed = withUnknown(
    proof,
    asked,
    step.writes.filter((one) => !isBound(one)),
    index,
  );
  const after = withUnknown(proof, asked, bound, index);
  const success = answered(proof, after, call, about, index);
  const granted =
    isGrant && about.channel !== undefined && about.number !== undefined
      ? withGrant(success, { channel: about.channel, number: about.number })
      : success;
  return {
    on: (output) => (output === 'success' ? granted : failed),
    onError: [before, asked, after, failed],
  };
}

/** Nothing that was granted, or that the register said, is sure any more: the withdrawal may be for that number. */
function withdrawn(state: CallState): CallState {
  return forget({ ...state, grants: [] }, hasAnswer);
}

function hasAnswer(term: Term): boolean {
  return term.name.startsWith(ANSWER) || term.operands.some(hasAnswer);
}

/** Name of the operation whose result is the register's answer about a channel and a number. */
const ANSWER = 'consent ';

interface About {
  readonly channel?: string;
  readonly number?: Term;
}

/** The channel and the number that a consent is for, as far as they are known. */
function aboutWhom({ messaging: { consent }, inputs }: DataCall, known: Known): About {
  const channel = givenTerm(consent?.channel, inputs, known)?.value;
  const address = givenTerm(consent?.address, inputs, known);
  return {
    ...(typeof channel === 'string' && { channel }),
    ...(address !== undefined && { number: numberOf(address) }),
  };
}

/** What a part of a request is given by; NOT_SET for an input that the flow leaves out, undefined when nobody knows. */
export function givenTerm(
  given: Given | undefined,
  inputs: { readonly [name: string]: Expression },
  known: Known,
): Term | undefined {
  if (given === undefined) return undefined;
  if ('fixed' in given) return literalTerm(given.fixed);
  const expression = inputs[given.input];
  return expression === undefined ? NOT_SET : termOf(expression, known, `input ${given.input}`);
}

/** Whether a call records that a consent is granted, for sure. */
function grants({ messaging: { consent }, inputs }: DataCall, known: Known): boolean {
  if (consent?.does === 'grant') return true;
  if (consent?.does !== 'record' || consent.status === undefined) return false;
  return givenTerm({ input: consent.status }, inputs, known)?.value === consent.granted;
}

/** Keeps what the register's answer is about with the variable that gets it. */
function answered(
  proof: Proof,
  state: CallState,
  call: DataCall,
  { channel, number }: About,
  index: number,
): CallState {
  const answer = answerOf(call.messaging);
  const target = answer === undefined ? undefined : call.outputs[answer.status];
  if (answer === undefined || target === undefined || channel === undefined || number === undefined)
    return state;
  if (target.type !== 'any' && target.type !== typeof answer.granted) return state;
  const operands = [literalTerm(channel), number, literalTerm(answer.granted)];
  return written(proof, state, target, callTerm(`${ANSWER}${atomPrefix(index)}`, operands));
}

/** A state in which conditions hold; undefined when they cannot. */
function narrowed(
  proof: Proof,
  state: CallState,
  held: readonly Held[],
  index: number,
): CallState | undefined {
  const known = knownAt(proof, state, index);
  if (held.some((one) => isFalse(one, known))) return undefined;
  return held
    .flatMap((one) => answersIn(condition(one, known), one.isSo))
    .reduce((one, grant) => withGrant(one, grant), state);
}

function isFalse({ value, equals, isSo }: Held, known: Known): boolean {
  const left = certainValue(value, known);
  const right = equals === undefined ? { value: true } : certainValue(equals, known);
  if (left === undefined || right === undefined) return false;
  const isEqual = left.value !== undefined && JSON.stringify(left.value) === JSON.stringify(right.value);
  return isEqual !== isSo;
}

function condition({ value, equals }: Held, known: Known): Term {
  const term = termOf(value, known, 'condition');
  return equals === undefined ? term : callTerm('===', [term, termOf(equals, known, 'case')]);
}

interface Answer {
  readonly channel: string;
  readonly number: Term;
}

/** The consents that are granted for sure when a condition is true, or is not. */
function answersIn(term: Term, isTrue: boolean): readonly Answer[] {
  const { name, operands } = term;
  const each = () => operands.map((one) => answersIn(one, isTrue));
  switch (name) {
    case '!':
    case 'not':
      return operands.length === 1 ? operands.flatMap((one) => answersIn(one, !isTrue)) : [];
    case '!!':
    case 'convert:boolean':
      return operands.length === 1 && (isTrue || name === '!!') ? each().flat() : [];
    case 'and':
      return isTrue ? each().flat() : inAll(each());
    case 'or':
      return isTrue ? inAll(each()) : each().flat();
    case '==':
    case '===':
      return isTrue ? equalAnswer(operands) : [];
    case '!=':
    case '!==':
      return isTrue ? [] : equalAnswer(operands);
    default:
      return isTrue ? equalAnswer([term, literalTerm(true)]) : [];
  }
}

function inAll([first = [], ...others]: readonly (readonly Answer[])[]): readonly Answer[] {
  return first.filter((one) =>
    others.every((list) =>
      list.some(({ channel, number }) => channel === one.channel && number.key === one.number.key),
    ),
  );
}

/** The consent that is granted when two values are equal: the register's answer, and what it says when granted. */
function equalAnswer(operands: readonly Term[]): readonly Answer[] {
  const [left, right, ...more] = operands;
  if (left === undefined || right === undefined || more.length > 0) return [];
  const [answer, other] = left.name.startsWith(ANSWER) ? [left, right] : [right, left];
  if (!answer.name.startsWith(ANSWER) || answer.kind !== 'call') return [];
  const [channel, number, granted] = answer.operands;
  if (number === undefined || other.kind !== 'literal' || other.key !== granted?.key) return [];
  return typeof channel?.value === 'string' ? [{ channel: channel.value, number }] : [];
}

/** Makes the names of an action's atoms free, and of the answers it got. */
export function begun(state: CallState, index: number): CallState {
  const prefix = atomPrefix(index);
  const older = (term: Term): boolean => term.name === `${ANSWER}${prefix}` || term.operands.some(older);
  return withoutOlder(forget(state, older), prefix);
}
