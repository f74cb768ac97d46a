import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../src/authoring/json.ts';
import type { CallDetails, CallEvent, Ending } from '../src/runtime/conversation.ts';
import type { Environment } from '../src/runtime/environment.ts';
import type { DataActionContract } from '../src/runtime/flow-action.ts';
import { FLOW_ACTIONS } from '../src/runtime/flow-actions/index.ts';
import { heard, type Play, play, programOf, SILENT } from './runtime/play.ts';

/** All cases of one flow action type, or of the menu. */
interface CaseFile {
  readonly action: string;
  readonly about: string;
  readonly dataActions?: { readonly [name: string]: DataActionContract };
  /** The types of events that the cases list; all other events are left out of the comparison. */
  readonly eventTypes: readonly string[];
  readonly cases: readonly FlowActionCase[];
}

interface FlowActionCase {
  readonly name: string;
  /** Id of the rule it proves. */
  readonly rule?: string;
  /** The telling parts of a flow; `actions` is the task `main`, where the flow starts. */
  readonly flow: JsonObject;
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

function played({ flow, call = {}, environment, stimuli = [] }: FlowActionCase, file: CaseFile) {
  const { inputs = {}, ...details } = call;
  return play(programOf(flow, file.dataActions), stimuli, {
    call: details,
    inputs,
    environment: { ...SILENT, ...environment },
  });
}

for (const name of readdirSync(CASES)) {
  const file: CaseFile = JSON.parse(readFileSync(CASES + name, 'utf8'));
  describe(file.action, () => {
    it.each(file.cases.map((one) => [[one.rule, one.name].filter(Boolean).join(' '), one] as const))(
      '%s',
      (_name, one) => {
        const { conversation, events } = played(one, file);
        const { eventTypes = file.eventTypes, ...expected } = one.expect;
        expect(Object.keys(expected)).not.toHaveLength(0);
        if (expected.heard !== undefined) expect(heard(events)).toEqual(expected.heard);
        if (expected.events !== undefined)
          expect(events.filter(({ type }) => eventTypes.includes(type))).toEqual(expected.events);
        if (expected.variables !== undefined) expect(conversation.variables).toEqual(expected.variables);
        if (expected.participantData !== undefined)
          expect(conversation.participantData).toEqual(expected.participantData);
        if (expected.ending !== undefined) expect(conversation.ending).toEqual(expected.ending);
        if (expected.wait !== undefined) expect(conversation.wait ?? {}).toMatchObject(expected.wait ?? {});
        if (expected.wait === null) expect(conversation.status).toBe('ended');
        if (expected.typedAhead !== undefined) expect(conversation.typedAhead).toBe(expected.typedAhead);
      },
    );
  });
}

it('every flow action type has its cases', () => {
  const files = readdirSync(CASES).map((file) => file.replace('.json', ''));
  const types = FLOW_ACTIONS.map((type) => type.type);
  expect(types.filter((type) => !files.includes(type))).toEqual([]);
  expect(files.filter((file) => file !== 'menu' && !types.includes(file))).toEqual([]);
});
