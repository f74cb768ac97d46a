import type { Json, JsonObject } from '../authoring/json.ts';
import { MASK } from '../authoring/mask.ts';
import type { CallEvent, Conversation, Frame, Stimulus } from '../runtime/conversation.ts';
import { scopeAt } from '../runtime/scope-at.ts';
import { eventLine } from '../simulator/event-text.ts';
import type { Moment, Moments } from '../simulator/moments.ts';
import { callView } from './call-view.ts';
import { isoTime } from './iso-time.ts';

/** How many lines of the transcript a moment shows, the newest. */
const LINES_SHOWN = 200;

/** A moment in a list. `number` counts from 1. */
export function momentEntry({ all, call }: Moments, number: number): JsonObject {
  const moment = all[number - 1];
  if (moment === undefined) return {};
  const before = all[number - 2]?.conversation;
  const { conversation, at, stimulus, events } = moment;
  const step = call.flow.program.steps[call.flow.program.byId.get(before?.at ?? '') ?? -1];
  const changed = changesBetween(before, conversation);
  return {
    moment: number,
    step: moment.stored + 1,
    at: isoTime(at),
    stimulus: shownStimulus(stimulus, conversation),
    action: before?.at ?? null,
    type: step?.type.type ?? null,
    unit: step?.unit ?? null,
    container: step === undefined ? null : `${step.containerKind}:${step.container}`,
    standsAt: conversation.at,
    events: events as unknown as Json,
    changedVariables: changed.variables.map(({ name }) => name),
    changedParticipantData: changed.participantData.map(({ name }) => name),
  };
}

/** Everything that a call holds at a moment. @param number from 1 */
export function momentView(moments: Moments, number: number): JsonObject {
  const { all, call, differsAt } = moments;
  const moment = all[number - 1];
  if (moment === undefined) return {};
  const { conversation } = moment;
  return {
    ...callView(conversation),
    ...momentEntry(moments, number),
    moments: all.length,
    unitAt: unitAt(moments, conversation),
    frames: conversation.frames.map((frame) => frameView(frame, conversation)),
    declared: declared(moments, conversation),
    changes: changesBetween(all[number - 2]?.conversation, conversation) as unknown as Json,
    queued: conversation.audio.map(({ text }) => text),
    typedAhead: conversation.typedAhead,
    actionsRun: conversation.actionsRun,
    pendingDataAction: pendingDataAction(moments, number),
    answered: lastAnswered(moments, number),
    path: pathTaken(all.slice(0, number)),
    lines: linesUntil(all, number),
    firstDifference: differsAt === undefined ? null : differenceAt(moments, differsAt),
    flowHash: call.flow.program.hash,
  };
}

/** The flow the call stands in: what was called last. */
function unitAt({ call }: Moments, { at }: Conversation): number {
  const { program } = call.flow;
  return program.steps[program.byId.get(at) ?? -1]?.unit ?? 0;
}

/** The variables that can be changed where the call stands, with their types. */
function declared({ call }: Moments, { at }: Conversation): JsonObject {
  const { program } = call.flow;
  const step = program.steps[program.byId.get(at) ?? -1];
  if (step === undefined) return {};
  const { flow, task } = scopeAt(program, step);
  return Object.fromEntries([...flow.values(), ...task.values()].map(({ name, type }) => [name, type]));
}

/** What a secure data action answered, or somebody set in its place, is not repeated (D8): the events have the rest. */
function shownStimulus(stimulus: Stimulus, { concealed = [] }: Conversation): Json {
  switch (stimulus.type) {
    case 'pressed':
      return { type: 'pressed', keys: stimulus.keys };
    case 'spoke':
      return { type: 'spoke', words: stimulus.words };
    case 'wrote':
      return { type: 'wrote', text: stimulus.text };
    case 'changedByHand':
      return {
        type: 'changedByHand',
        variables: masked(stimulus.variables ?? {}, concealed),
        participantData: stimulus.participantData ?? {},
      };
    default:
      return { type: stimulus.type };
  }
}

function masked(variables: JsonObject, concealed: readonly string[]): JsonObject {
  if (concealed.length === 0) return variables;
  const hidden = concealed.map((name) => name.toLowerCase());
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      hidden.includes(name.toLowerCase()) ? MASK : value,
    ]),
  );
}

function frameView(
  { task, variables, returnTo, caller }: Frame,
  { concealed = [] }: Conversation,
): JsonObject {
  return {
    task,
    variables: masked(variables, concealed),
    returnTo: returnTo ?? null,
    isFlow: caller !== undefined,
    callerVariables: caller === undefined ? null : masked(caller.variables, concealed),
  };
}

interface Change {
  readonly name: string;
  readonly was: Json;
  readonly is: Json;
}

/** What a moment changed; null stands for NOT_SET. The variables of another flow or task are no change of these. */
function changesBetween(before: Conversation | undefined, after: Conversation) {
  // What is overwritten may have been concealed though what is there now is not.
  const concealed = { was: before?.concealed ?? [], is: after.concealed ?? [] };
  const flows = ({ frames }: Conversation) => frames.filter(({ caller }) => caller !== undefined).length;
  const isSameFlow = before === undefined || flows(before) === flows(after);
  const [was, is] = [before?.frames, after.frames];
  const isSameTask = was?.length === is.length && was.at(-1)?.task === is.at(-1)?.task;
  const isDeeper = was === undefined || is.length > was.length;
  const taskBefore = isSameTask ? (was?.at(-1)?.variables ?? {}) : {};
  const taskAfter = isSameTask || isDeeper ? (is.at(-1)?.variables ?? {}) : {};
  return {
    variables: [
      ...(isSameFlow ? changed(before?.variables ?? {}, after.variables, concealed) : []),
      ...changed(taskBefore, taskAfter, concealed),
    ],
    participantData: changed(before?.participantData ?? {}, after.participantData, { was: [], is: [] }),
  };
}

interface Concealed {
  readonly was: readonly string[];
  readonly is: readonly string[];
}

function changed(was: JsonObject, is: JsonObject, concealed: Concealed): readonly Change[] {
  if (was === is) return [];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((name) => {
    const [old = null, now = null] = [was[name], is[name]];
    if (old === now || JSON.stringify(old) === JSON.stringify(now)) return [];
    const shown = (value: Json, hidden: readonly string[]) =>
      hidden.includes(name) && value !== null ? MASK : value;
    return [{ name, was: shown(old, concealed.was), is: shown(now, concealed.is) }];
  });
}

/** The data action that is waited for, with its inputs as the transcript shows them, and what it may answer. */
function pendingDataAction({ all, call }: Moments, number: number): Json {
  const { wait } = all[number - 1]?.conversation ?? {};
  if (wait?.for !== 'dataAction') return null;
  const asked = lastEvent(all, number, 'requestedDataAction');
  const contract = call.flow.dataActions.get(wait.dataAction);
  return {
    name: wait.dataAction,
    inputs: asked?.['inputs'] ?? {},
    isSecure: contract?.isSecure === true,
    outputs: (contract?.outputs ?? []).map(({ name, type }) => ({ name, type: String(type) })),
    dueAt: isoTime(wait.dueAt ?? null),
  };
}

function lastEvent(all: readonly Moment[], number: number, type: string): CallEvent | undefined {
  for (let index = number - 1; index >= 0; index--) {
    const found = all[index]?.events.findLast((event) => event.type === type);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** How the data action went whose answer came in last. */
function lastAnswered({ steps, all }: Moments, number: number): Json {
  let index = number - 1;
  while (index >= 0 && !/^(completed|failed)DataAction$/.test(all[index]?.stimulus.type ?? '')) index--;
  const moment = all[index];
  if (moment === undefined) return null;
  const asked = lastEvent(all, index + 1, 'requestedDataAction');
  const came = moment.events.find(({ type }) => /^(completed|failed)DataAction$/.test(type));
  return {
    moment: index + 1,
    dataAction: asked?.['dataAction'] ?? null,
    inputs: asked?.['inputs'] ?? {},
    outputs: came?.['outputs'] ?? null,
    failure: came?.['failure'] ?? null,
    ...(steps[moment.stored]?.answered ?? {}),
  };
}

/** Where the call has been: actions with how often, output paths, and which action followed which. */
function pathTaken(all: readonly Moment[]): JsonObject {
  const actions: Record<string, number> = {};
  const outputs = new Set<string>();
  const ways = new Set<string>();
  let before: string | undefined;
  for (const { conversation, events, stimulus } of all) {
    const { at } = conversation;
    if (before !== undefined && at !== before) ways.add(`${before}\n${at}`);
    if (before !== undefined && stimulus.type === 'continued') actions[before] = (actions[before] ?? 0) + 1;
    for (const { type, action, output } of events)
      if (type === 'tookOutput') outputs.add(`${action}\n${String(output)}`);
    before = at;
  }
  return { actions, outputs: [...outputs], ways: [...ways] };
}

/** The transcript up to a moment, the newest lines: what is heard, done and sent. */
function linesUntil(all: readonly Moment[], number: number): readonly JsonObject[] {
  const lines: JsonObject[] = [];
  for (let index = number - 1; index >= 0 && lines.length < LINES_SHOWN; index--) {
    const { events = [], at = 0 } = all[index] ?? {};
    for (const event of events.toReversed()) {
      const line = eventLine(event);
      if (line === undefined || line.kind === 'step') continue;
      lines.push({ ...line, moment: index + 1, at: isoTime(at), type: event.type });
    }
  }
  return lines.reverse();
}

function differenceAt({ all, steps }: Moments, event: number): Json {
  const events = (list: readonly { readonly events: readonly CallEvent[] }[]) =>
    list.flatMap((one) => one.events);
  const was = events(steps)[event];
  const is = events(all)[event];
  const text = (one: CallEvent | undefined) =>
    one === undefined ? null : (eventLine(one)?.text ?? one.type);
  return { event: event + 1, was: text(was), is: text(is) };
}
