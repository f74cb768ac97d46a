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
  /** Variable of the task, or output variable of the flow → variable of the caller that gets it. */
  readonly outputs: { readonly [name: string]: Target };
}

/** What an action calls; undefined when it calls nothing that the program holds. */
export function calledBy(program: Program, step: Step): Called | undefined {
  const flow = step.type.callsFlow?.(step.settings);
  if (flow !== undefined) {
    const unit = step.targets.includes(`flow:${flow.flow}`)
      ? program.unitsByReference.get(flow.flow)
      : undefined;
    return unit && { unit, inputs: flow.inputs ?? {}, outputs: flow.saveOutputs ?? {} };
  }
  const target = step.type.calls === true ? step.targets[0] : undefined;
  const unit = program.units[step.unit];
  if (target === undefined || unit === undefined || !target.startsWith('task:')) return undefined;
  const { inputs = {}, saveOutputs = {} } = (step.settings ?? {}) as TaskCallSettings;
  return { unit, task: target.slice('task:'.length), inputs, outputs: saveOutputs };
}

interface TaskCallSettings {
  readonly inputs?: Called['inputs'];
  readonly saveOutputs?: Called['outputs'];
}

/** The flows that an action leaves for, and never comes back from. */
export function flowsLeftFor(program: Program, step: Step): readonly Unit[] {
  if (step.type.callsFlow !== undefined) return [];
  return step.targets.flatMap((target) => {
    const unit = target.startsWith('flow:') ? program.unitsByReference.get(target.slice(5)) : undefined;
    return unit === undefined ? [] : [unit];
  });
}

/** Whether a data action may send a WhatsApp message. */
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
