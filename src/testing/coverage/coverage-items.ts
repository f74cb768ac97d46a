import type { Place } from '../../authoring/diagnostic.ts';
import { isJsonObject, type Json } from '../../authoring/json.ts';
import { goesBehind, reachable } from '../../runtime/check/reachability.ts';
import type { Program, Step } from '../../runtime/program.ts';

/** What of an action can be taken or left out by callers. */
export type CoverageKind =
  /** The action ran. */
  | 'action'
  /** It was left by an output path, or by a choice of a menu. */
  | 'output'
  /** The flow went on behind it, by no path. */
  | 'behind'
  /** The caller made no choice, often enough. */
  | 'defaultChoice'
  | 'noInput'
  | 'noMatch';

/** One thing that callers should have done, so that the flow is tested. */
export interface CoverageItem {
  /** Unique in its program. */
  readonly key: string;
  readonly kind: CoverageKind;
  /** Id of the action. */
  readonly action: string;
  readonly output?: string;
  /** Index of the flow it belongs to, among those of the program. */
  readonly unit: number;
  readonly place: Place;
  /** Why it does not count: no call can get there. */
  readonly unreachable?: string;
}

const NO_PATH = 'no path leads to this action';

/** Everything callers can take in a flow and in those it calls; what its author did not write is left out. Pure. */
export function coverageItems(program: Program): readonly CoverageItem[] {
  const reached = reachable(program);
  return program.steps.flatMap((step, index) => {
    if (step.containerKind === 'flow') return [];
    const { id: action, unit, place } = step;
    const basis = { action, unit, place, ...(!reached.has(index) && { unreachable: NO_PATH }) };
    return [
      { ...basis, kind: 'action', key: action } as const,
      ...outputsOf(step).map((output) => ({
        ...basis,
        ...unlessWired(step, output),
        kind: 'output' as const,
        output,
        key: outputKey(action, output),
      })),
      ...othersOf(step).map((kind) => ({ ...basis, kind, key: keyOf(action, kind) })),
    ];
  });
}

/** The key of an output path. */
export function outputKey(action: string, output: string): string {
  return `${action} → ${output}`;
}

/** The key of what is no output path and not the action itself. */
export function keyOf(action: string, kind: Exclude<CoverageKind, 'action' | 'output'>): string {
  return `${action} ↓ ${kind}`;
}

/** Output paths that the action can leave by, wired or not. */
function outputsOf({ type, outputs, settings }: Step): readonly string[] {
  const wired = Object.keys(outputs);
  const declared = type.outputs.filter((output) => isPossible(type.type, output, outputs, settings));
  const byDefault = type.type === 'switch' && !wired.includes('default') ? ['default'] : [];
  return [...new Set([...wired, ...declared, ...byDefault])];
}

/** Paths of bots that are taken only where they are wired: otherwise the bot asks again, or gives up. */
const ONLY_WIRED: ReadonlySet<string> = new Set(['maxNoInputs', 'maxNoMatches', 'noIntent', 'knowledge']);

/** What is declared for all actions of a type, and cannot happen with these settings. */
function isPossible(type: string, output: string, outputs: Step['outputs'], settings: unknown): boolean {
  if (ONLY_WIRED.has(output)) return output in outputs;
  if (type !== 'evaluateSchedule' || !isJsonObject(settings as Json)) return true;
  const isEmergency = (settings as { readonly emergencyGroup?: unknown }).emergencyGroup !== undefined;
  return isEmergency === (output === 'yes' || output === 'no');
}

function unlessWired({ type, settings }: Step, output: string): Pick<CoverageItem, 'unreachable'> {
  const held = type.holds?.(settings, output) ?? [];
  const never = held.some(({ value, equals, isSo }) => {
    if (value.literal === undefined || (equals !== undefined && equals.literal === undefined)) return false;
    const holds = equals === undefined ? value.literal === true : same(value.literal, equals.literal);
    return holds !== isSo;
  });
  return never ? { unreachable: 'its condition is always the same' } : {};
}

function same(one: Json | undefined, other: Json | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function othersOf(step: Step): readonly Exclude<CoverageKind, 'action' | 'output'>[] {
  const { type } = step;
  const events = type.events ?? [];
  const found: Exclude<CoverageKind, 'action' | 'output'>[] = [];
  if (goesOnByNoPath(step)) found.push('behind');
  if (type.type === 'menu') found.push('defaultChoice');
  if (events.includes('gotNoInput') || type.type === 'collectInput') found.push('noInput');
  if (events.includes('gotNoMatch') || canBeWrong(step)) found.push('noMatch');
  return found;
}

/** Loops end, and slots are filled: then the flow goes on without an output path. */
function goesOnByNoPath(step: Step): boolean {
  const { type, outputs } = step;
  if (type.category === 'Bot' && type.calls !== true && type.callsFlow === undefined)
    return type.type === 'askForSlot' || type.type === 'waitForInput';
  return type.loops === true && Object.keys(outputs).length > 0 && goesBehind(step);
}

/** Whether digits can be the wrong ones: too few, or the other one of * and #. */
function canBeWrong({ type, settings }: Step): boolean {
  if (type.type !== 'collectInput') return false;
  const { digits = {}, verificationType = 'none' } = settings as {
    readonly digits?: { readonly exact?: number; readonly min?: number; readonly terminator?: string };
    readonly verificationType?: string;
  };
  return (
    (digits.exact ?? digits.min ?? 1) > 1 || digits.terminator !== undefined || verificationType !== 'none'
  );
}
