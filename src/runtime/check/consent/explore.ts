import type { Program } from '../../program.ts';
import { type DataActions, dataCallOf, sendsWhatsApp } from './actions.ts';
import { begun, givenTerm, knownAt, type Proof } from './effects.ts';
import { beginnings } from './entrances.ts';
import { followedVariables } from './followed.ts';
import { joined, locationKey } from './join.ts';
import { type CallState, type Grant, isGranted, stateKey } from './state.ts';
import { numberOf, type Term } from './term.ts';
import type { Way } from './way.ts';
import { waysOn } from './ways.ts';

/*
 * Goes through all states in which calls can be, the likeliest first, and finds the sends that a call can reach without
 * a consent.
 *
 * C1: every call of the interpreter is in one of the states; what is not known for sure counts as unknown.
 * C2: a state says that a consent is granted only when it is for every call in that state.
 * C3: the way to a send is the shortest: fewest choices, then fewest actions; errors come last.
 * C4: it ends: where there are more than MAX_STATES_OF_LOCATION states of one place, one that knows what all of them know
 *     stands for the rest; what it cannot prove is undecided. After MAX_STATES nothing more is proven.
 */

/** How many states are gone through before the proof is given up. */
const MAX_STATES = 30_000;
/** How many states of one place in the flow are told apart; more than a flow needs whose numbers are set in few places. */
export const MAX_STATES_OF_LOCATION = 40;

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
  /** Sends that could not be proven and have no way to show, since there are too many states. */
  readonly undecided: readonly number[];
}

interface Node extends Way {
  readonly from?: Node;
  /** Whether its state, or one on the way to it, stands for calls of several. */
  readonly isJoined: boolean;
}

/** @param assumed variables whose value at the start of the main flow has a consent */
export function explore(program: Program, dataActions: DataActions, assumed: readonly string[]): Explored {
  const sends = new Set(sendsOf(program, dataActions));
  if (sends.size === 0) return { broken: [], undecided: [] };
  const proof: Proof = { program, dataActions, follows: followedVariables(program, dataActions) };
  const found: Findings = { sends, broken: new Map(), undecided: new Set() };
  const states = newStates();
  const open: Node[][] = [beginnings(proof, assumed).map((way) => ({ ...way, isJoined: false }))];
  for (let level = 0; level < open.length; level++) {
    // Ways of no cost join the level that is being gone through.
    for (const met of open[level] ?? []) {
      const node = states.add(met);
      if (node === undefined) continue;
      if (states.size() > MAX_STATES) return decided(found, sends);
      note(proof, node, found);
      if (found.broken.size === sends.size) return decided(found, []);
      for (const way of waysOn(proof, node.to)) {
        const later = level + way.cost;
        for (let number = open.length; number <= later; number++) open[number] = [];
        open[later]?.push({ ...way, from: node, isJoined: node.isJoined });
      }
    }
  }
  return decided(found, []);
}

interface Findings {
  readonly sends: ReadonlySet<number>;
  readonly broken: Map<number, Broken>;
  readonly undecided: Set<number>;
}

/** A send that a joined state reaches without a consent may be one that no call reaches so. */
function note(proof: Proof, node: Node, { sends, broken, undecided }: Findings): void {
  const { at } = node.to;
  if (!sends.has(at) || broken.has(at)) return;
  const found = brokenAt(proof, node);
  if (found === undefined) return;
  if (node.isJoined) undecided.add(at);
  else broken.set(at, found);
}

function decided({ broken, undecided }: Findings, open: Iterable<number>): Explored {
  const left = new Set([...undecided, ...open]);
  return { broken: [...broken.values()], undecided: [...left].filter((at) => !broken.has(at)) };
}

/** The states that were met; a location that has many gets one state for all that come later. */
function newStates() {
  const seen = new Set<string>();
  const byLocation = new Map<string, { readonly count: number; readonly joined?: CallState }>();

  /** @returns the node to go on from; undefined when its state was met before */
  function add(node: Node): Node | undefined {
    const key = stateKey(node.to);
    if (seen.has(key)) return undefined;
    const location = locationKey(node.to);
    const { count, joined: before } = byLocation.get(location) ?? { count: 0 };
    if (count < MAX_STATES_OF_LOCATION) {
      byLocation.set(location, { count: count + 1 });
      seen.add(key);
      return node;
    }
    const to = before === undefined ? node.to : joined(before, node.to);
    byLocation.set(location, { count, joined: to });
    const joinedKey = stateKey(to);
    if (seen.has(joinedKey)) return undefined;
    seen.add(joinedKey);
    return { ...node, to, isJoined: true };
  }
  return { add, size: () => seen.size };
}

/** Indices of the actions that may send a WhatsApp message. */
function sendsOf(program: Program, dataActions: DataActions): readonly number[] {
  return program.steps.flatMap((step, index) => {
    const call = dataCallOf(step, dataActions);
    return call !== undefined && sendsWhatsApp(call.messaging) ? [index] : [];
  });
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
