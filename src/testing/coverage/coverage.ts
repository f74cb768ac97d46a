import type { Program } from '../../runtime/program.ts';
import { type CoverageItem, coverageItems } from './coverage-items.ts';

/** What calls covered of one flow of a program. */
export interface FlowCoverage {
  /** Name of the flow. */
  readonly flow: string;
  readonly file: string;
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

/** Counts what calls of one program covered, flow by flow: the one that was called and all it leads to. Pure. */
export function coverageOf(program: Program, covered: ReadonlySet<string>): Coverage {
  const items = coverageItems(program);
  return together(
    program.units.map(({ index, name }) => {
      const own = items.filter(({ unit }) => unit === index);
      return flowCoverage(name, own[0]?.place.file ?? '', own, covered);
    }),
  );
}

function flowCoverage(
  flow: string,
  file: string,
  items: readonly CoverageItem[],
  done: ReadonlySet<string>,
): FlowCoverage {
  // What a call did counts, whatever is said to be out of reach.
  const counted = items.filter(({ key, unreachable }) => unreachable === undefined || done.has(key));
  const missing = counted.filter(({ key }) => !done.has(key));
  const unreachable = items.filter((item) => !counted.includes(item));
  return { flow, file, ...share(counted.length, counted.length - missing.length), missing, unreachable };
}

/**
 * Coverage of several programs together. A flow that several of them lead to counts once: what any of them covered of it is
 * covered.
 */
export function together(flows: readonly FlowCoverage[]): Coverage {
  const byFile = new Map<string, FlowCoverage>();
  for (const flow of flows) {
    const key = flow.file === '' ? flow.flow : flow.file;
    const before = byFile.get(key);
    byFile.set(key, before === undefined ? flow : joined(before, flow));
  }
  const all = [...byFile.values()].filter(({ items }) => items > 0);
  const sum = (of: 'items' | 'covered') => all.reduce((total, one) => total + one[of], 0);
  return { ...share(sum('items'), sum('covered')), flows: all };
}

function joined(one: FlowCoverage, other: FlowCoverage): FlowCoverage {
  const placeOf = ({ place, kind, output }: CoverageItem) => `${place.pointer} ${kind} ${output ?? ''}`;
  const missingToo = new Set(other.missing.map(placeOf));
  const unreachableToo = new Set(other.unreachable.map(placeOf));
  const missing = one.missing.filter((item) => {
    const place = placeOf(item);
    return missingToo.has(place) || unreachableToo.has(place);
  });
  return { ...one, ...share(one.items, one.items - missing.length), missing };
}

function share(items: number, covered: number): Pick<Coverage, 'items' | 'covered' | 'percent'> {
  return { items, covered, percent: items === 0 ? 100 : Math.floor((covered / items) * 1000) / 10 };
}
