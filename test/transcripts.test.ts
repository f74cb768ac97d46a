import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../src/authoring/json.ts';
import { jsonLayout } from '../src/authoring/json-layout.ts';
import type { RunnableFlow } from '../src/engine/engine-options.ts';
import { loadEnvironment } from '../src/files/environment.ts';
import { flowFiles, loadBundle, loadFlow } from '../src/files/load-flow.ts';
import type { StepResult } from '../src/runtime/conversation.ts';
import { resume, start } from '../src/runtime/interpreter.ts';
import type { StepRecord } from '../src/store/conversation-store.ts';
import { transcript } from '../src/store/transcript.ts';
import {
  CONVERSATION_ID,
  changesOf,
  copied,
  type PlayedTranscript,
  playTranscript,
  type TranscriptInput,
} from './support/play-transcript.ts';
import type { RecordedAnswer } from './support/recorded-http.ts';

/*
 * Plays every call in test/transcripts/ from start to end and compares what came out with what is on record there.
 *
 * A new call is a file `<flow>.<what-happens>.json` without `expected`. Then, as after a wanted change,
 *
 *     npx vitest run test/transcripts.test.ts --update
 *
 * writes `expected` anew and nothing else; read the difference like code before it is committed.
 */

interface TranscriptFile extends TranscriptInput {
  /** One sentence. */
  readonly about: string;
  /** Path of the flow file. */
  readonly flow: string;
  /** What to replace in the flow first (RFC 7396), to break it. */
  readonly flowPatch?: JsonObject;
  readonly expected?: JsonObject;
}

const FOLDER = 'test/transcripts/';
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
const ENVIRONMENT = loadEnvironment('flows/local.environment.json');
const CONSENT = '/attendant/consents/whatsapp/';
const SEND = '/api/v2/conversations/messages/agentless';
/** Stands for the hash of every flow, so that a change of a flow's wording changes only the calls that hear it. */
const HASH = 'as shipped';

function read(file: string): TranscriptFile {
  return JSON.parse(readFileSync(FOLDER + file, 'utf8'));
}

function flowOf({ flow, flowPatch }: TranscriptFile): RunnableFlow {
  const shipped = loadFlow(flow);
  const { program, diagnostics, ...rest } =
    flowPatch === undefined ? shipped : loadBundle(patched(shipped.bundle, flowPatch));
  if (program === undefined) throw new Error(JSON.stringify(diagnostics, null, 2));
  return { ...rest, program: { ...program, hash: HASH } };
}

function patched(bundle: string, patch: JsonObject): string {
  const parts = JSON.parse(bundle) as { readonly flow: JsonObject };
  return JSON.stringify({ ...parts, flow: merged(parts.flow, patch) });
}

function merged(value: Json | undefined, patch: Json): Json {
  if (patch === null || typeof patch !== 'object' || Array.isArray(patch)) return patch;
  const result: Record<string, Json> = { ...(value as JsonObject | undefined) };
  for (const [key, change] of Object.entries(patch)) result[key] = merged(result[key], change);
  return result;
}

function play(file: TranscriptFile): Promise<PlayedTranscript> {
  return playTranscript(flowOf(file), ENVIRONMENT, file);
}

function expectedOf({ steps, requests }: PlayedTranscript): Json {
  const stored = steps.map(({ conversation: { step }, ...record }) => ({ step, ...record }));
  return copied({
    events: transcript(CONVERSATION_ID, stored),
    requests,
    steps: steps.map(({ at, stimulus, conversation }, index) => {
      const before = steps[index - 1]?.conversation;
      return before === undefined
        ? { at, stimulus, conversation }
        : { at, stimulus, changes: changesOf(before, conversation) };
    }),
  }) as unknown as Json;
}

/** The same steps from the interpreter alone: stimuli and times go in, everything else comes out again. */
function replayed({ program }: RunnableFlow, steps: readonly StepRecord[]): readonly StepResult[] {
  const { environment } = ENVIRONMENT;
  const results: StepResult[] = [];
  for (const { at: now, stimulus } of copied(steps)) {
    const before = results.at(-1)?.conversation;
    const result =
      before === undefined && stimulus.type === 'start'
        ? start(program, { id: CONVERSATION_ID, now, environment, ...stimulus })
        : before && resume(program, copied(before), stimulus, { now, environment });
    if (result === undefined) throw new Error('a call begins with its start');
    results.push(result);
  }
  return results;
}

describe.each(FILES)('%s', (name) => {
  const file = read(name);
  const { expected: _expected, ...input } = file;

  it(file.about, async () => {
    const played = await play(file);
    expect(played.faults).toEqual([]);
    expect(played.steps.at(-1)?.conversation.status).toBe('ended');
    const text = jsonLayout({ ...(input as unknown as JsonObject), expected: expectedOf(played) });
    await expect(text).toMatchFileSnapshot(resolve(FOLDER, name));
  });

  it('R3 gives the same when its stimuli are played again', async () => {
    const { steps } = await play(file);
    for (const step of steps) expect(copied(step)).toStrictEqual(step);
    expect(replayed(flowOf(file), steps)).toStrictEqual(
      steps.map(({ conversation, events }) => ({ conversation, events })),
    );
  });

  it('tells the caller the truth', async () => {
    const { steps, requests } = await play(file);
    const heard = steps.flatMap(({ events }) => events.map(({ text }) => text)).join(' ');
    const sends = file.answers.slice(0, requests.length).filter(({ path }) => path === SEND);
    if (heard.includes('is on its way')) expect(sends.some(isAccepted)).toBe(true);
    if (/will not send|nothing was sent/.test(heard)) expect(sends.filter(mayHaveWorked)).toEqual([]);
  });

  it('W5 writes to nobody whose consent was not recorded first', async () => {
    const { requests } = await play(file);
    const granted = new Set<string>();
    for (const [index, { method, path, body }] of requests.entries()) {
      const answer = file.answers[index];
      if (method === 'PUT' && answer !== undefined && isAccepted(answer)) granted.add(path);
      if (path !== SEND || isReminder(file)) continue;
      expect(granted).toContain(CONSENT + (body as { readonly toAddress: string }).toAddress);
    }
  });
});

function isAccepted({ status = 0 }: RecordedAnswer): boolean {
  return status >= 200 && status <= 299;
}

/** Only a refusal, or a connection that was never made, is certain to have had no effect. */
function mayHaveWorked({ status = 0, failure }: RecordedAnswer): boolean {
  return failure !== 'unreachable' && !(status >= 400 && status <= 499);
}

/** Reminders go to customers who agreed in an earlier call; the platform looks that up. */
function isReminder({ flow }: TranscriptFile): boolean {
  return flow === 'flows/appointment-reminder.flow.json';
}

it('every file is named after its flow, and every shipped flow has one', () => {
  for (const name of FILES) expect(read(name).flow).toBe(`flows/${name.split('.')[0]}.flow.json`);
  const flows = new Set(FILES.map((name) => read(name).flow));
  expect([...flows].sort()).toEqual(flowFiles('flows'));
});
