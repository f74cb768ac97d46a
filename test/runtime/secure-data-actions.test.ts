import { describe, expect, it } from 'vitest';
import { callView } from '../../src/api/call-view.ts';
import type { JsonObject } from '../../src/authoring/json.ts';
import type { DataActionContract } from '../../src/runtime/flow-action.ts';
import { type Play, type PlayOptions, play, programOf, SILENT } from './play.ts';

const PIN = '4711-0815';
const CARD = '4111-1111';
const LOOK: DataActionContract = {
  inputs: { pin: { type: 'string', required: true } },
  outputs: { card: 'string' },
  isSecure: true,
};
const TELL: DataActionContract = {
  inputs: { card: { type: 'string', required: true } },
  outputs: { ok: 'string' },
};
const TEXT = { type: 'string' };

/** A flow that looks up a card with a PIN, and then does something more. */
function flow(...more: readonly JsonObject[]): JsonObject {
  const look = {
    dataAction: 'look',
    inputs: { pin: PIN },
    successOutputs: { card: 'Flow.card' },
    failureOutputs: { userMessage: 'Flow.why' },
  };
  return {
    variables: {
      'Flow.card': { ...TEXT, isOutput: true },
      'Flow.why': TEXT,
      'Flow.copy': TEXT,
      'Flow.plain': TEXT,
    },
    actions: [{ callData: look }, ...more],
  };
}

function played(parts: JsonObject, plays: readonly Play[], options?: PlayOptions) {
  return play(programOf(parts, { look: LOOK, tell: TELL }), plays, options);
}

const FOUND: Play = { dataAction: { success: { card: CARD } } };

describe('a secure data action in a flow', () => {
  it('D8 leaves names and masks in the transcript, and hands on what is needed', () => {
    const { events, conversation, steps } = played(flow(), [FOUND]);
    expect(steps[0]?.conversation.wait).toMatchObject({ inputs: { pin: PIN } });
    expect(conversation.variables).toEqual({ 'Flow.card': CARD });
    expect(events.filter(({ type }) => type.endsWith('DataAction'))).toMatchObject([
      { type: 'requestedDataAction', dataAction: 'look', inputs: { pin: '••••' } },
      { type: 'completedDataAction', dataAction: 'look', outputs: { card: '••••' } },
    ]);
    expect(events.at(-1)).toMatchObject({ type: 'endedFlow', outputs: { 'Flow.card': '••••' } });
    expect(JSON.stringify(events)).not.toMatch(`${PIN}|${CARD}`);
  });

  it('D8 does not repeat what a receiver says', () => {
    const failure = { errorCode: CARD, status: 422, userMessage: `${PIN} is not valid` };
    const { events, conversation } = played(flow(), [{ dataAction: { failure } }]);
    expect(events.find(({ type }) => type === 'failedDataAction')).toMatchObject({
      failure: { errorCode: 'http.422', status: 422, userMessage: 'The service answered with status 422' },
    });
    expect(JSON.stringify([events, callView(conversation)])).not.toMatch(`${PIN}|${CARD}`);
  });

  it('says why where the reason is our own', () => {
    const failure = { errorCode: 'token.denied', userMessage: 'The credentials were not accepted' };
    const { events } = played(flow(), [{ dataAction: { failure } }]);
    expect(events.find(({ type }) => type === 'failedDataAction')).toMatchObject({ failure });
  });

  it('D8 masks the answer that an environment gives', () => {
    const environment = { ...SILENT, dataActions: { look: { outputs: { card: CARD } } } };
    const { events } = played(flow(), [], { environment });
    expect(events.filter(({ type }) => type.endsWith('DataAction'))).toMatchObject([
      { simulated: true, inputs: { pin: '••••' } },
      { outputs: { card: '••••' } },
    ]);
  });

  it('D8 masks what Update Data makes of its outputs, and only that', () => {
    const update = { updateData: { 'Flow.copy': { var: 'Flow.card' } } };
    const other = { updateData: { 'Flow.plain': 'open' } };
    const { events, conversation } = played(flow(update, other), [FOUND]);
    expect(events.filter(({ type }) => type === 'updatedData')).toMatchObject([
      { values: { 'Flow.copy': '••••' } },
      { values: { 'Flow.plain': 'open' } },
    ]);
    expect(conversation.variables).toMatchObject({ 'Flow.copy': CARD });
    expect(callView(conversation)['variables']).toEqual({
      'Flow.card': '••••',
      'Flow.copy': '••••',
      'Flow.plain': 'open',
    });
  });

  it('D8 masks them as inputs of another data action, whose answer may repeat them', () => {
    const tell = {
      callData: {
        dataAction: 'tell',
        inputs: { card: { var: 'Flow.card' } },
        successOutputs: { ok: 'Flow.plain' },
      },
    };
    const repeats: Play = { dataAction: { success: { ok: `got ${CARD}` } } };
    const { events, conversation, steps } = played(flow(tell), [FOUND, repeats]);
    expect(steps.at(-2)?.conversation.wait).toMatchObject({ inputs: { card: CARD } });
    expect(JSON.stringify([events, callView(conversation)])).not.toMatch(CARD);
  });
});
