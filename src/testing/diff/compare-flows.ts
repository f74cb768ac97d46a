import type { Settings } from '../../actions/data-action.ts';
import type { Json } from '../../authoring/json.ts';
import type { RunnableFlow } from '../../engine/engine-options.ts';
import type { Environment } from '../../runtime/environment.ts';
import type { DrivenAnswer, DrivenCaller } from '../../simulator/caller-of.ts';
import { driveCall } from '../../simulator/driven-call.ts';
import { type Noticed, noticedOf } from './noticed.ts';

/** Where a caller comes from. */
export type CallerSource = 'test' | 'recorded' | 'explored';

/** A caller who calls both versions. */
export interface NamedCaller {
  readonly name: string;
  readonly source: CallerSource;
  readonly caller: DrivenCaller;
  readonly environment: Environment;
  readonly settings: Settings;
}

/** One thing that callers notice. */
export interface FlowDifference {
  readonly callers: readonly Pick<NamedCaller, 'name' | 'source'>[];
  /** What the old flow does there, and the new one; undefined where it does nothing more. */
  readonly old: Noticed | undefined;
  readonly new: Noticed | undefined;
  /** What both did before, the last of it last. */
  readonly before: readonly Noticed[];
}

/** What came of a comparison. */
export interface FlowComparison {
  readonly callers: number;
  /** How many of them notice something. */
  readonly noticing: number;
  /** Callers who notice the same are told together, those that most notice first. */
  readonly differences: readonly FlowDifference[];
}

/** Of every conversation, so that what holds it is the same in both. */
const ID = '7e570000-0000-4000-8000-000000000000';
/** What was before a difference, as far as it is told. */
const BEFORE = 3;
/** How much of a call is aligned; what comes later counts as one difference. */
const MAX_ALIGNED = 2_000;

/** Has the same callers call two versions of a flow. @param progress told after each caller. */
export function compareFlows(
  [old, changed]: readonly [RunnableFlow, RunnableFlow],
  callers: readonly NamedCaller[],
  progress: (done: number) => void = () => {},
): FlowComparison {
  const groups = new Map<string, FlowDifference>();
  let noticing = 0;
  for (const [index, named] of callers.entries()) {
    const places = differingPlaces(noticed(old, named), noticed(changed, named));
    for (const place of places) add(groups, named, place);
    if (places.length > 0) noticing++;
    progress(index + 1);
  }
  const differences = [...groups.values()].toSorted((a, b) => b.callers.length - a.callers.length);
  return { callers: callers.length, noticing, differences };
}

function noticed(flow: RunnableFlow, { caller, environment, settings }: NamedCaller): readonly Noticed[] {
  const { program, dataActions } = flow;
  const answer = ({ dataAction }: { readonly dataAction: string }) => usualAnswer(flow, dataAction);
  const steps = driveCall({ program, environment, id: ID, answer }, caller);
  return noticedOf(steps, { dataActions, settings });
}

/** A data action that only one of the versions calls succeeds, with a value of its type for each output. */
function usualAnswer({ dataActions }: RunnableFlow, name: string): DrivenAnswer {
  const outputs = dataActions.get(name)?.outputs ?? [];
  const usual = outputs.map(({ name: output, type, isCollection }): [string, Json] => [
    output,
    isCollection ? [] : (USUAL[type] ?? null),
  ]);
  return { outputs: Object.fromEntries(usual) };
}

const USUAL: { readonly [type: string]: Json } = {
  string: 'text',
  any: 'text',
  integer: 1,
  number: 1,
  boolean: true,
  object: {},
};

/** A thing that is not the same in both calls. */
interface Place {
  readonly old: Noticed | undefined;
  readonly new: Noticed | undefined;
  /** What the old call did before. */
  readonly before: readonly Noticed[];
}

/** Where two calls differ; what both do stands for itself, and when it happens does not count. */
function differingPlaces(old: readonly Noticed[], changed: readonly Noticed[]): readonly Place[] {
  const places: Place[] = [];
  let [i, j] = [0, 0];
  for (const [toOld, toNew] of [...commonPlaces(old, changed), [old.length, changed.length] as const]) {
    const before = old.slice(Math.max(0, i - BEFORE), i);
    for (let step = 0; i + step < toOld || j + step < toNew; step++)
      places.push({
        old: i + step < toOld ? old[i + step] : undefined,
        new: j + step < toNew ? changed[j + step] : undefined,
        before,
      });
    [i, j] = [toOld + 1, toNew + 1];
  }
  return places;
}

/** Places, from 0, of what stands in both in the same order: the longest common sequence. */
function commonPlaces(
  old: readonly Noticed[],
  changed: readonly Noticed[],
): readonly (readonly [old: number, changed: number])[] {
  const [a, b] = [old.slice(0, MAX_ALIGNED).map(keyOf), changed.slice(0, MAX_ALIGNED).map(keyOf)];
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const common: (readonly [number, number])[] = [];
  for (let [i, j] = [0, 0]; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) common.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return common;
}

function keyOf({ kind, text }: Noticed): string {
  return `${kind} ${text}`;
}

function add(groups: Map<string, FlowDifference>, { name, source }: NamedCaller, place: Place): void {
  const { old, new: changed } = place;
  const key = JSON.stringify([old && keyOf(old), changed && keyOf(changed)]);
  const group = groups.get(key);
  const callers = group?.callers ?? [];
  const isKnown = callers.at(-1)?.name === name && callers.at(-1)?.source === source;
  groups.set(key, { ...(group ?? place), callers: isKnown ? callers : [...callers, { name, source }] });
}
