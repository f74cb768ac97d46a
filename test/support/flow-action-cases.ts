import { readdirSync, readFileSync } from 'node:fs';
import type { JsonObject } from '../../src/authoring/json.ts';
import type { CallDetails, CallEvent, Ending } from '../../src/runtime/conversation.ts';
import type { Environment } from '../../src/runtime/environment.ts';
import type { DataActionContract } from '../../src/runtime/flow-action.ts';
import type { Program } from '../../src/runtime/program.ts';
import { type OtherFlows, type Play, type Played, play, programOf, SILENT } from '../runtime/play.ts';

/** All cases of one flow action type, or of the menu. */
export interface CaseFile {
  readonly action: string;
  readonly about: string;
  readonly dataActions?: { readonly [name: string]: DataActionContract };
  /** The types of events that the cases list; all other events are left out of the comparison. */
  readonly eventTypes: readonly string[];
  readonly cases: readonly FlowActionCase[];
}

/** One case: a flow, what happens outside, and what comes of it. */
export interface FlowActionCase {
  readonly name: string;
  /** Whether it is the example of the action's page. */
  readonly example?: boolean;
  /** Id of the rule it proves. */
  readonly rule?: string;
  /** The telling parts of a flow; `actions` is the task `main`, where the flow starts. */
  readonly flow: JsonObject;
  /** Other flows by the name it refers to them. */
  readonly flows?: OtherFlows;
  readonly call?: CallDetails & { readonly inputs?: JsonObject };
  /** `speechCharactersPerSecond` is 0 unless said: audio takes no time. */
  readonly environment?: Partial<Environment>;
  readonly stimuli?: readonly Play[];
  readonly expect: {
    readonly eventTypes?: readonly string[];
    readonly events?: readonly CallEvent[];
    readonly variables?: JsonObject;
    readonly participantData?: JsonObject;
    /** The wait the call is left in, as far as written; null when it has ended. */
    readonly wait?: JsonObject | null;
    readonly ending?: Ending;
    readonly heard?: readonly string[];
    readonly typedAhead?: string;
  };
}

const CASES = 'test/flow-actions/';

/** Every case file by its type, in alphabetical order. */
export const CASE_FILES: ReadonlyMap<string, CaseFile> = new Map(
  readdirSync(CASES)
    .sort()
    .map((name) => [name.replace('.json', ''), JSON.parse(readFileSync(CASES + name, 'utf8')) as CaseFile]),
);

/** Plays a case on a clock of its own. */
export function playCase(
  { flow, flows, call = {}, environment, stimuli = [] }: FlowActionCase,
  { dataActions }: CaseFile,
): Played & { readonly program: Program } {
  const { inputs = {}, ...details } = call;
  const program = programOf(flow, dataActions, flows);
  const played = play(program, stimuli, {
    call: details,
    inputs,
    environment: { ...SILENT, ...environment },
  });
  return { ...played, program };
}
