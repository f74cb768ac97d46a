import type { Program } from '../../program.ts';
import { type DataActions, dataCallOf, sendsWhatsApp } from './actions.ts';
import { begun, givenTerm, knownAt, type Proof } from './effects.ts';
import { followedVariables } from './followed.ts';
import { type CallState, type Grant, isGranted, stateKey } from './state.ts';
import { numberOf, type Term } from './term.ts';
import { beginnings, type Way, waysOn } from './ways.ts';

/*
 * Goes through all states in which calls can be, the likeliest first, and finds the sends that a call can reach without
 * a consent.
 *
 * C1: every call of the interpreter is in one of the states; what is not known for sure counts as unknown.
 * C2: a state says that a consent is granted only when it is for every call in that state.
 * C3: the way to a send is the shortest: fewest choices, then fewest actions; errors come last.
 * C4: it ends: after MAX_STATES it gives up, and proves nothing.
 */

/** How many states are gone through; far more than a flow needs whose numbers are set in a few places. */
export const MAX_STATES = 30_000;

/** A send that a call can reach without a consent. */
export interface Broken {
  /** Index of the action. */
  readonly at: number;
  /** What happens on the way, in order. */
  readonly way: readonly string[];
  /** Who is written to, as `numberOf` gives it; undefined when the data action's definition does not tell. */
  readonly number: Term | undefined;
  /** Whether nobody knows before the call that the message goes out on WhatsApp. */
  readonly isAssumed: boolean;
  /** The consents that there are. */
  readonly grants: readonly Grant[];
}

/** What all ways of a program show. */
export interface Explored {
  readonly broken: readonly Broken[];
  /** Sends of which nothing is known, since there are too many states. */
  readonly undecided: readonly number[];
}

interface Node extends Way {
  readonly from: Node | undefined;
}

/** @param assumed variables whose value at the start of the main flow has a consent */
export function explore(program: Program, dataActions: DataActions, assumed: readonly string[]): Explored {
  const sends = new Set(sendsOf(program, dataActions));
  if (sends.size === 0) return { broken: [], undecided: [] };
  const proof: Proof = { program, dataActions, follows: followedVariables(program, dataActions) };
  const broken = new Map<number, Broken>();
  const seen = new Set<string>();
  const open: Node[][] = [beginnings(proof, assumed).map((way) => ({ ...way, from: undefined }))];
  for (let level = 0; level < open.length; level++) {
    // Ways of no cost join the level that is being gone through.
    for (const node of open[level] ?? []) {
      const key = stateKey(node.to);
      if (seen.has(key)) continue;
      if (seen.size >= MAX_STATES) return { broken: [...broken.values()], undecided: others(sends, broken) };
      seen.add(key);
      const found = sends.has(node.to.at) && !broken.has(node.to.at) ? brokenAt(proof, node) : undefined;
      if (found !== undefined) broken.set(found.at, found);
      if (broken.size === sends.size) return { broken: [...broken.values()], undecided: [] };
      for (const way of waysOn(proof, node.to)) {
        const later = level + way.cost;
        for (let number = open.length; number <= later; number++) open[number] = [];
        open[later]?.push({ ...way, from: node });
      }
    }
  }
  return { broken: [...broken.values()], undecided: [] };
}

/** Indices of the actions that may send a WhatsApp message. */
function sendsOf(program: Program, dataActions: DataActions): readonly number[] {
  return program.steps.flatMap((step, index) => {
    const call = dataCallOf(step, dataActions);
    return call !== undefined && sendsWhatsApp(call.messaging) ? [index] : [];
  });
}

function others(sends: ReadonlySet<number>, broken: ReadonlyMap<number, Broken>): readonly number[] {
  return [...sends].filter((index) => !broken.has(index));
}

function brokenAt(proof: Proof, node: Node): Broken | undefined {
  const state: CallState = begun(node.to, node.to.at);
  const step = proof.program.steps[state.at];
  const call = step && dataCallOf(step, proof.dataActions);
  if (call?.messaging.sends === undefined) return undefined;
  const known = knownAt(proof, state, state.at);
  const { channel, to } = call.messaging.sends;
  const medium = givenTerm(channel, call.inputs, known);
  const isAssumed = medium === undefined || medium.kind !== 'literal';
  if (!isAssumed && medium.value !== 'whatsapp') return undefined;
  const address = givenTerm(to, call.inputs, known);
  const number = address && numberOf(address);
  if (number !== undefined && isGranted(state, 'whatsapp', number)) return undefined;
  return { at: state.at, way: wayTo(node), number, isAssumed, grants: state.grants };
}

function wayTo(node: Node): readonly string[] {
  const told: string[] = [];
  for (let at: Node | undefined = node; at !== undefined; at = at.from)
    if (at.told !== undefined) told.unshift(at.told);
  return told;
}
