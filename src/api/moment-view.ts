import type { Json, JsonObject } from '../authoring/json.ts';
import { MASK } from '../authoring/mask.ts';
import type { CallEvent, Conversation, Frame, Stimulus } from '../runtime/conversation.ts';
import { scopeAt } from '../runtime/scope-at.ts';
import { eventLine } from '../simulator/event-text.ts';
import type { Moment, Moments } from '../simulator/moments.ts';
import { callView } from './call-view.ts';
import { isoTime } from './iso-time.ts';
import { changesBetween } from './moment-changes.ts';
import { lastAnswered, pendingDataAction } from './moment-data-action.ts';
import { pathTaken } from './moment-path.ts';

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
