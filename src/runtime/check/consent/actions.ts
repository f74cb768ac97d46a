import type { ConsentKept, Given, Messaging } from '../../../authoring/messaging.ts';
import type { Expression } from '../../expression/expression.ts';
import type { DataActionContract } from '../../flow-action.ts';
import type { Program, Step, Unit } from '../../program.ts';
import { type Assignment, kindOf } from '../../settings.ts';
import type { Target } from '../../variables.ts';

/* What the proof knows of an action, told by the kinds of its settings and not by its name. */

/** The data actions within reach of a flow, by name. */
export type DataActions = ReadonlyMap<string, DataActionContract | undefined>;

/** A data action that is called. */
export interface DataCall {
  readonly messaging: Messaging;
  readonly inputs: { readonly [name: string]: Expression };
  /** Output name → variable that gets it on success. */
  readonly outputs: { readonly [name: string]: Target };
}

/** The data action that an action calls; undefined when it calls none. */
export function dataCallOf({ type, settings }: Step, dataActions: DataActions): DataCall | undefined {
  const { properties = {} } = type.settings as { properties?: { readonly [name: string]: object } };
  const key = Object.keys(properties).find((name) => kindOf(properties[name] as never) === 'dataAction');
  if (key === undefined || typeof settings !== 'object' || settings === null) return undefined;
  const { inputs = {}, successOutputs = {}, [key]: name } = settings as CallSettings;
  const messaging = dataActions.get(String(name))?.messaging ?? {};
  return { messaging, inputs, outputs: successOutputs };
}

interface CallSettings {
  readonly inputs?: DataCall['inputs'];
  readonly successOutputs?: DataCall['outputs'];
  readonly [name: string]: unknown;
}

/** The variables that an action sets one after the other, each by an expression; undefined when it is no such action. */
export function assignmentsOf({ type, settings }: Step): readonly Assignment[] | undefined {
  return kindOf(type.settings) === 'assignments' && Array.isArray(settings)
    ? (settings as readonly Assignment[])
    : undefined;
}

/** A task or flow that an action calls and comes back from. */
export interface Called {
  readonly unit: Unit;
  /** Absent for a flow. */
  readonly task?: string;
  readonly inputs: { readonly [name: string]: Expression };
  /** Output variable of a called flow → variable that gets it. */
  readonly outputs: { readonly [name: string]: Target };
}

/** What an action calls; undefined when it calls nothing that the program holds. */
export function calledBy(program: Program, step: Step): Called | undefined {
  const target = step.type.calls === true ? step.targets[0] : undefined;
  if (target === undefined) return undefined;
  const settings = (step.settings ?? {}) as { readonly [name: string]: unknown };
  const inputs = (settings['inputs'] ?? {}) as Called['inputs'];
  const name = target.slice(target.indexOf(':') + 1);
  if (target.startsWith('task:')) {
    const unit = program.units[step.unit];
    return unit && { unit, task: name, inputs, outputs: {} };
  }
  const unit = program.unitsByReference.get(name);
  return unit && { unit, inputs, outputs: targetsIn(settings) };
}

/** Variables that stand by name in an action's settings, one or two levels deep. */
function targetsIn(settings: { readonly [name: string]: unknown }): { readonly [name: string]: Target } {
  const found: Record<string, Target> = {};
  for (const group of Object.values(settings)) {
    if (typeof group !== 'object' || group === null) continue;
    for (const [name, one] of Object.entries(group as object)) if (isTarget(one)) found[name] = one;
  }
  return found;
}

function isTarget(value: unknown): value is Target {
  return (
    typeof value === 'object' &&
    value !== null &&
    'scope' in value &&
    'name' in value &&
    'type' in value &&
    !('members' in value)
  );
}

/** The flows that an action leaves for, and never comes back from. */
export function flowsLeftFor(program: Program, step: Step): readonly Unit[] {
  if (step.type.calls === true) return [];
  return step.targets.flatMap((target) => {
    const unit = target.startsWith('flow:') ? program.unitsByReference.get(target.slice(5)) : undefined;
    return unit === undefined ? [] : [unit];
  });
}

/** Whether a name of a called task's or flow's variable means this one: `Task.number` or `number`. */
export function isNamed(variable: string, name: string): boolean {
  const [wanted, full] = [name.toLowerCase(), variable.toLowerCase()];
  return full === wanted || full.slice(full.indexOf('.') + 1) === wanted;
}

/** Whether anything in a program can send a WhatsApp message. */
export function sendsWhatsApp({ sends }: Messaging): boolean {
  if (sends === undefined) return false;
  return sends.channel === undefined || !('fixed' in sends.channel) || sends.channel.fixed === 'whatsapp';
}

/** The inputs of a data action that the proof goes by. */
export function inputsNeeded({ sends, consent }: Messaging): readonly string[] {
  const named = [sends?.channel, sends?.to, consent?.channel, consent?.address].flatMap(inputOf);
  return consent?.does === 'record' && consent.status !== undefined ? [...named, consent.status] : named;
}

function inputOf(given: Given | undefined): readonly string[] {
  return given !== undefined && 'input' in given ? [given.input] : [];
}

/** The output that tells whether a consent is granted. */
export function answerOf({ consent }: Messaging): (ConsentKept & { readonly status: string }) | undefined {
  const { status } = consent ?? {};
  return consent?.does === 'ask' && status !== undefined ? { ...consent, status } : undefined;
}
