import { type CallState, type Grant, NO_VALUES, type Values, withGrant, withoutOlder } from './state.ts';
import { atomTerm, callTerm, NOT_SET, type Term } from './term.ts';

/** Where calls are, without what they know: states of one location can be joined. */
export function locationKey({ at, unit, frames }: CallState): string {
  return `${at}:${unit}:${frames.map((frame) => `${frame.returnTo}/${frame.flow === undefined ? '' : frame.unit}`).join(',')}`;
}

/**
 * One state for the calls of two: it knows what both know. Values that differ become unknown, but variables that were
 * equal in both stay so, and a consent stays that is granted in both for the value that each has.
 */
export function joined(left: CallState, other: CallState): CallState {
  const prefix = `joined ${locationKey(left)} `;
  // Its own atoms mean another value now than they did when `other` came from here.
  const right = withoutOlder(other, prefix);
  const atoms = new Map<string, Term>();
  const join = (one: Term, two: Term) => joinTerms(one, two, atoms, prefix);
  const values = (one: Values, two: Values): Values => joinValues(one, two, join);
  const state: CallState = {
    ...left,
    flow: values(left.flow, right.flow),
    task: values(left.task, right.task),
    frames: left.frames.map((frame, index) => {
      const same = right.frames[index];
      const flow = frame.flow && values(frame.flow, same?.flow ?? NO_VALUES);
      return { ...frame, task: values(frame.task, same?.task ?? NO_VALUES), ...(flow && { flow }) };
    }),
    grants: [],
  };
  return joinGrants(left.grants, right.grants, atoms, prefix).reduce(withGrant, state);
}

/** @param atoms the unknown value that stands for a pair of values; those of new pairs are added */
function joinTerms(one: Term, two: Term, atoms: Map<string, Term>, prefix: string): Term {
  if (one.key === two.key) return one;
  const isSameCall = one.kind === 'call' && two.kind === 'call' && one.name === two.name;
  if (isSameCall && one.operands.length === two.operands.length)
    return callTerm(
      one.name,
      one.operands.map((operand, index) => joinTerms(operand, two.operands[index] ?? NOT_SET, atoms, prefix)),
    );
  const pair = `${one.key} | ${two.key}`;
  const atom = atoms.get(pair) ?? atomTerm(`${prefix}${atoms.size}`);
  atoms.set(pair, atom);
  return atom;
}

function joinValues(one: Values, two: Values, join: (one: Term, two: Term) => Term): Values {
  const names = [...new Set([...one.keys(), ...two.keys()])].sort();
  return new Map(names.map((name) => [name, join(one.get(name) ?? NOT_SET, two.get(name) ?? NOT_SET)]));
}

/** Consents granted in both, each for the pair of values that it is for; only pairs that variables hold matter. */
function joinGrants(
  left: readonly Grant[],
  right: readonly Grant[],
  atoms: ReadonlyMap<string, Term>,
  prefix: string,
): readonly Grant[] {
  return left.flatMap((one) =>
    right.flatMap((two): Grant[] => {
      const all = new Map(atoms);
      const number = joinTerms(one.number, two.number, all, prefix);
      return one.channel === two.channel && all.size === atoms.size ? [{ channel: one.channel, number }] : [];
    }),
  );
}
