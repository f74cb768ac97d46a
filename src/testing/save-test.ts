import type { Settings } from '../actions/data-action.ts';
import { readCallStart } from '../api/call-start.ts';
import { isJsonObject, type Json, type JsonObject } from '../authoring/json.ts';
import type { RunnableFlow } from '../engine/engine-options.ts';
import type { Environment } from '../runtime/environment.ts';
import { mediumOf } from '../runtime/medium.ts';
import { callerOf, type DrivenCaller } from '../simulator/caller-of.ts';
import type { StepRecord } from '../store/conversation-store.ts';
import { readAct } from './caller-acts.ts';
import type { Answers, FlowTest } from './flow-test.ts';
import { type PersonalValue, personalValues, pseudonymized, saltOf } from './personal-values.ts';
import { type PlayedTest, playTest, TEST_CONVERSATION_ID } from './play-test.ts';
import { timedActs, writtenActs, writtenAnswers, writtenCaller } from './saved-call.ts';
import { savedExpectations } from './saved-expectations.ts';
import type { TestDefinition, WrittenAct } from './test-file.ts';

/** A call that becomes a test, and what it is to be tested with. */
export interface CallToSave {
  /** Whole steps with their conversations, oldest first. */
  readonly steps: readonly StepRecord[];
  /** As it is now. */
  readonly flow: RunnableFlow;
  readonly environment: Environment;
  readonly settings: Settings;
}

/** A call as a test. */
export interface SavedTest {
  readonly definition: TestDefinition;
  /** Where the test is not the call: sentences without a full stop. */
  readonly notes: readonly string[];
}

/**
 * Makes a test of a call: what its caller did and what data actions answered, and what came of it. The test passes with the
 * flow as it is now. Values of secure data actions are left out, and phone numbers are made up where the call goes the same
 * way with them.
 */
export async function saveTest(call: CallToSave): Promise<SavedTest> {
  const { steps } = call;
  const caller = callerOf(steps);
  const base = baseOf(call, caller);
  // The nicest first: acts at prompts, then at their very times.
  const forms = [writtenActs(caller.acts, steps), timedActs(steps, caller.at)].map((does) =>
    withActs(base, does),
  );
  for (const form of forms) {
    const made = await withoutPersonal(form, call);
    if (made !== undefined) return { ...made, notes: notesOf(call, made.definition) };
  }
  return nearestTest(call, forms);
}

/** The test with made-up values for as many personal ones as the call goes the same way with; undefined: it does with none. */
async function withoutPersonal(
  form: TestDefinition,
  call: CallToSave,
): Promise<Pick<SavedTest, 'definition'> | undefined> {
  const events = comparable(call.steps);
  const salt = saltOf(call.steps[0]?.conversation.id ?? '');
  const attempt = async (values: readonly PersonalValue[]) => {
    const definition = pseudonymized(form, values, salt);
    const played = await playDefinition(definition, call);
    if (played === undefined || played.open.length > 0) return undefined;
    const isSame = comparable(played.steps) === pseudonymized(events, values, salt);
    return isSame ? { definition: withExpectations(definition, played) } : undefined;
  };
  const { to: _to, ...told } = form.caller ?? {};
  const personal = personalValues(told as unknown as Json);
  const all = await attempt(personal);
  if (all !== undefined || personal.length === 0) return all;
  let best = await attempt([]);
  const taken: PersonalValue[] = [];
  for (const value of personal) {
    const better = await attempt([...taken, value]);
    if (better === undefined) continue;
    taken.push(value);
    best = better;
  }
  return best;
}

function baseOf(
  { flow, steps }: CallToSave,
  { at, call, inputs = {}, language, answers }: DrivenCaller,
): TestDefinition {
  const isSecret = (name: string) => flow.dataActions.get(name)?.isSecure === true;
  const dataActions = writtenAnswers(withUnanswered(answers, steps), isSecret);
  return {
    at: new Date(at).toISOString(),
    caller: {
      ...writtenCaller(call),
      ...(language !== undefined && { language }),
      ...(Object.keys(inputs).length > 0 && { inputs }),
    },
    ...(Object.keys(dataActions).length > 0 && { dataActions }),
  };
}

/** A data action under way when the caller hung up was asked for, too. */
function withUnanswered(
  answers: DrivenCaller['answers'],
  steps: readonly StepRecord[],
): DrivenCaller['answers'] {
  const wait =
    steps.at(-1)?.stimulus.type === 'callerDisconnected' ? steps.at(-2)?.conversation.wait : undefined;
  if (wait?.for !== 'dataAction') return answers;
  return { ...answers, [wait.dataAction]: [...(answers[wait.dataAction] ?? []), { timeout: true }] };
}

function withActs(base: TestDefinition, does: readonly WrittenAct[]): TestDefinition {
  return does.length === 0 ? base : { ...base, caller: { ...base.caller, does: [...does] } };
}

/** Where no test goes as the call did, what the flow does now is what is expected. */
async function nearestTest(call: CallToSave, definitions: readonly TestDefinition[]): Promise<SavedTest> {
  for (const definition of definitions.toReversed()) {
    const played = await playDefinition(definition, call);
    if (played === undefined || played.open.length > 0) continue;
    const notes = [
      'the flow does not go as the call did, with its values or as it is now: the test expects what it does',
    ];
    return {
      definition: withExpectations(definition, played),
      notes: [...notes, ...notesOf(call, definition)],
    };
  }
  const [definition = {}] = definitions.toReversed();
  return {
    definition,
    notes: [
      'the call cannot be played as a test: look through what data actions answer, and say what is expected',
    ],
  };
}

function withExpectations(definition: TestDefinition, played: PlayedTest): TestDefinition {
  return { ...definition, expect: savedExpectations(played) };
}

function notesOf({ flow }: CallToSave, { dataActions = {} }: TestDefinition): readonly string[] {
  const secret = Object.keys(dataActions).filter((name) => flow.dataActions.get(name)?.isSecure === true);
  return secret.map((name) => `${name} is secure: its values are not in the test, write some that fit`);
}

/** What was told, without what is each call's own. */
function comparable(steps: readonly StepRecord[]): string {
  const id = steps[0]?.conversation.id ?? '';
  const told = steps.flatMap(({ events }) => events).filter(({ type }) => type !== 'startedFlow');
  const text = JSON.stringify(told, (key, value: Json) =>
    key === 'idempotencyKey' ? undefined : isJsonObject(value) ? plain(value) : value,
  );
  return id === '' ? text : text.replaceAll(id, TEST_CONVERSATION_ID);
}

/** Members in order; of a phone number what it is, without what follows from it. */
function plain(value: JsonObject): Json {
  const { e164, raw, isTel } = value;
  if (isTel !== undefined) return e164 ?? raw ?? null;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** @returns undefined for a call that cannot begin so. */
async function playDefinition(definition: TestDefinition, call: CallToSave): Promise<PlayedTest | undefined> {
  const test = testOf(definition, call);
  return test === undefined ? undefined : playTest(test);
}

function testOf(
  { at = '', caller: { does = [], ...caller } = {}, dataActions = {} }: TestDefinition,
  { flow, environment, settings }: CallToSave,
): FlowTest | undefined {
  const { name } = flow.program;
  const library = { find: () => flow, names: () => [name], fromBundle: () => flow };
  const read = readCallStart(library, { flow: name, ...caller });
  if (!read.ok) return undefined;
  const { flow: _flow, id: _id, ...start } = read.value;
  const medium = mediumOf(flow.program.type, start.call ?? {});
  const acts = does.flatMap((act) => {
    const one = readAct(act, medium);
    return 'hint' in one ? [] : [one];
  });
  const answers = Object.entries(dataActions).map(([action, list]): [string, Answers] => [
    action,
    { list: [list].flat(), isForAll: false, isOwn: true },
  ]);
  return {
    ...{ file: '', name: '', line: 1, flowFile: '', flow, environment, settings, start, acts },
    at: Date.parse(at),
    answers: new Map(answers),
    expect: {},
  };
}
