import type { Program } from '../../runtime/program.ts';
import { type CoverageItem, coverageItems } from './coverage-items.ts';

/** A program with what calls covered of it, as keys of coverage items. */
export interface CoveredProgram {
  readonly program: Program;
  readonly covered: ReadonlySet<string>;
}

/** What calls covered of one flow. */
export interface FlowCoverage {
  /** Name of the flow. */
  readonly flow: string;
  /** How many things can be covered, and how many are. */
  readonly items: number;
  readonly covered: number;
  /** Rounded down to a tenth; 100 when there is nothing to cover. */
  readonly percent: number;
  /** What no call did. */
  readonly missing: readonly CoverageItem[];
  /** What does not count, since no call can get there. */
  readonly unreachable: readonly CoverageItem[];
}

/** What calls covered, by flow and together. */
export interface Coverage extends Pick<FlowCoverage, 'items' | 'covered' | 'percent'> {
  readonly flows: readonly FlowCoverage[];
}

interface Counted {
  readonly item: CoverageItem;
  readonly state: 'covered' | 'missing' | 'unreachable';
}

/**
 * Counts what calls covered, flow by flow. A flow that several programs lead to counts once: what the calls of any of them
 * did of it is covered. Pure.
 */
export function coverageOf(programs: readonly CoveredProgram[]): Coverage {
  const flows = new Map<string, Map<string, Counted>>();
  for (const { program, covered } of programs)
    for (const item of coverageItems(program)) {
      const { name = '' } = program.units[item.unit] ?? {};
      const own = flows.get(name) ?? new Map<string, Counted>();
      flows.set(name, own);
      const identity = identityOf(program, item);
      own.set(identity, better(own.get(identity), { item, state: stateOf(item, covered) }));
    }
  const all = [...flows].map(([flow, items]) => flowCoverage(flow, [...items.values()]));
  const sum = (of: 'items' | 'covered') => all.reduce((total, one) => total + one[of], 0);
  return { ...share(sum('items'), sum('covered')), flows: all };
}

/** What an item is, whichever program leads to it. */
export function identityOf({ units }: Program, { unit, place, kind, output = '' }: CoverageItem): string {
  return JSON.stringify([units[unit]?.name ?? '', place.file, place.pointer, kind, output]);
}

/** What a call did counts, whatever is said to be out of reach. */
function stateOf({ key, unreachable }: CoverageItem, covered: ReadonlySet<string>): Counted['state'] {
  if (covered.has(key)) return 'covered';
  return unreachable === undefined ? 'missing' : 'unreachable';
}

const STATES: readonly Counted['state'][] = ['covered', 'missing', 'unreachable'];

function better(one: Counted | undefined, other: Counted): Counted {
  return one === undefined || STATES.indexOf(other.state) < STATES.indexOf(one.state) ? other : one;
}

function flowCoverage(flow: string, counted: readonly Counted[]): FlowCoverage {
  const inState = (wanted: Counted['state']) =>
    counted.filter(({ state }) => state === wanted).map(({ item }) => item);
  const [covered, missing, unreachable] = [inState('covered'), inState('missing'), inState('unreachable')];
  return { flow, ...share(covered.length + missing.length, covered.length), missing, unreachable };
}

function share(items: number, covered: number): Pick<Coverage, 'items' | 'covered' | 'percent'> {
  return { items, covered, percent: items === 0 ? 100 : Math.floor((covered / items) * 1000) / 10 };
}
