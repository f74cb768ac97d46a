import { createContext, useContext, useSyncExternalStore } from 'react';
import type { GraphEdge } from '../../../src/simulator/graph.ts';
import type { Breakpoint, CallView } from './call-types.ts';

/** What is marked on the drawing of a flow. An action listens for its own marks, so that a step draws two of 500 again. */
export class Marks {
  readonly #listeners = new Set<() => void>();
  #view: CallView | undefined;
  #breakpoints = new Map<string, Breakpoint>();
  #outputs = new Set<string>();
  #ways = new Set<string>();
  /** Toggles a breakpoint; undefined: they cannot be set. */
  toggle: ((action: string) => void) | undefined;
  /** Opens another flow of the call. */
  open: (unit: number) => void = () => undefined;

  show(view: CallView | undefined): void {
    this.#view = view;
    this.#breakpoints = new Map(
      (view?.simulation?.breakpoints ?? []).flatMap((one) =>
        one.at === undefined ? [] : [[one.at, one] as const],
      ),
    );
    this.#outputs = new Set(view?.path.outputs ?? []);
    this.#ways = new Set(view?.path.ways ?? []);
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** How an action is drawn, as one text: it is drawn again only when that changes. */
  of(action: string): string {
    const visits = this.#view?.path.actions[action] ?? 0;
    const isCurrent = this.#view?.standsAt === action;
    const breakpoint = this.#breakpoints.get(action);
    const stop = breakpoint === undefined ? '' : breakpoint.condition === undefined ? 'stop' : 'condition';
    const canStop = this.toggle === undefined ? '' : 'can';
    return [
      isCurrent ? (this.#view?.status === 'ended' ? 'last' : 'current') : '',
      visits,
      stop,
      canStop,
    ].join('|');
  }

  /** Whether a call took a way. */
  isTaken({ from, to, output }: GraphEdge): boolean {
    if (output !== null) return this.#outputs.has(`${from}\n${output}`);
    return this.#ways.has(`${from}\n${to}`);
  }
}

/** The marks of the drawing around. */
export const MarksContext = createContext(new Marks());

/** The marks of an action. */
export function useMarks(action: string) {
  const marks = useContext(MarksContext);
  const [place = '', visits = '0', stop = '', canStop = ''] = useSyncExternalStore(marks.subscribe, () =>
    marks.of(action),
  ).split('|');
  return { place, visits: Number(visits), stop, canStop: canStop !== '', marks };
}

/** Whether one of the ways was taken. */
export function useTaken(ways: readonly GraphEdge[]): boolean {
  const marks = useContext(MarksContext);
  return useSyncExternalStore(marks.subscribe, () => ways.some((way) => marks.isTaken(way)));
}
