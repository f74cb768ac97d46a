import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import type { CallEvent } from '../../src/runtime/conversation.ts';
import type { Environment } from '../../src/runtime/environment.ts';
import { heard, type OtherFlows, type Play, play, programOf } from './play.ts';

const SALES = { Sales: { waitSeconds: 60 } };
const LOOK = { look: { inputs: {}, outputs: {} } };
const NUMBER = { collectInput: { audio: 'Number?', digits: { exact: 4 }, saveAs: 'Flow.number' } };

const inQueue = (actions: readonly Json[], more: JsonObject = {}): JsonObject => ({
  name: 'Waiting',
  type: 'inqueueCall',
  variables: { 'Flow.number': { type: 'string' }, 'Flow.n': { type: 'integer', initialValue: 1 } },
  actions,
  ...more,
});
const main = (...before: Json[]): JsonObject => ({
  variables: { 'Flow.n': { type: 'integer', initialValue: 7 } },
  actions: [...before, { transferToAcd: { queue: 'Sales', inQueueFlow: 'waiting' } }],
});

/** A call that waits in the queue Sales while a flow runs. */
function waiting(
  flow: JsonObject,
  plays: readonly Play[],
  environment: Partial<Environment> = {},
  others: OtherFlows = {},
  start: JsonObject = main(),
) {
  const program = programOf(start, LOOK, { waiting: flow, ...others });
  return play(program, plays, {
    environment: { queues: SALES, speechCharactersPerSecond: 0, ...environment },
  });
}

const typesOf = (events: readonly CallEvent[]) => events.map(({ type }) => type);
const CONNECTED = { reason: 'transferred', detail: 'Sales' };

describe('a caller who waits in a queue', () => {
  it('is answered while a prompt plays, which is cut', () => {
    const flow = inQueue([{ playAudio: 'x'.repeat(100) }, { flushAudio: true }, { playAudio: 'Never.' }]);
    const { conversation, events } = waiting(flow, [{ after: 60 }], { speechCharactersPerSecond: 1 });
    expect(conversation.ending).toEqual(CONNECTED);
    expect(heard(events)).toEqual(['x'.repeat(100)]);
    expect(typesOf(events).slice(-2)).toEqual(['agentAnswered', 'endedFlow']);
  });

  it('is answered during a data action, whose outcome nobody knows then', () => {
    const { conversation, events } = waiting(inQueue([{ callData: { dataAction: 'look' } }]), [
      { after: 60 },
    ]);
    expect(conversation.ending).toEqual({ reason: 'transferred', detail: 'Sales' });
    expect(typesOf(events).slice(-3)).toEqual(['abandonedDataAction', 'agentAnswered', 'endedFlow']);
  });

  it('is answered between two digits', () => {
    const { conversation, events } = waiting(inQueue([NUMBER]), [
      { after: 58 },
      { press: '1' },
      { after: 2 },
    ]);
    expect(conversation.ending).toEqual(CONNECTED);
    expect(typesOf(events)).not.toContain('collectedInput');
  });

  it('may press digits until then, and their own time counts', () => {
    const flow = inQueue([NUMBER, { wait: 100 }]);
    const { events } = waiting(flow, [{ press: '12' }, { after: 2 }, { press: '34' }]);
    expect(events.filter(({ type }) => type === 'collectedInput')).toMatchObject([{ digits: '1234' }]);
    const silent = waiting(flow, [{ press: '12' }, { after: 3 }]);
    expect(silent.events.filter(({ type }) => type === 'failedInput')).toMatchObject([
      { reason: 'tooFewDigits' },
    ]);
  });

  it('is answered by hand before the time', () => {
    const { conversation } = waiting(inQueue([{ holdMusic: true }]), [{ after: 5 }, { agentAnswers: true }]);
    expect(conversation.ending).toEqual(CONNECTED);
  });

  it('hears the flow anew when its task has run out', () => {
    const flow = inQueue([{ playAudio: 'Please wait.' }, { flushAudio: true }, { wait: 25 }]);
    const { events, conversation } = waiting(flow, [{ after: 60 }]);
    expect(heard(events)).toEqual(['Please wait.', 'Please wait.', 'Please wait.']);
    expect(conversation.ending).toEqual(CONNECTED);
  });

  it('keeps the variables of the flow when it begins anew, and not those of its task', () => {
    const flow = inQueue([
      {
        updateData: {
          'Flow.n': { exp: 'Flow.n + 1' },
          'Task.x': { exp: 'If(IsNotSetOrEmpty(Task.x), "new", "old")' },
        },
      },
      { playAudio: '{{Flow.n}} {{Task.x}}' },
      { flushAudio: true },
      { wait: 40 },
    ]);
    expect(heard(waiting(flow, [{ after: 59 }]).events)).toEqual(['2 new', '3 new']);
  });

  it('R6 stops a flow that takes no time at the limit of actions', () => {
    const { conversation } = waiting(inQueue([{ updateData: { 'Flow.n': 2 } }]), []);
    expect(conversation.ending).toEqual({ reason: 'error', detail: 'the call ran more than 10000 actions' });
  });

  it('is disconnected by a flow without actions', () => {
    expect(waiting(inQueue([]), []).conversation.ending).toEqual({ reason: 'flowDisconnected' });
  });

  it('can hang up', () => {
    const { conversation, events } = waiting(inQueue([{ holdMusic: true }]), [
      { after: 5 },
      { hangUp: true },
    ]);
    expect(conversation.ending).toMatchObject({ reason: 'callerDisconnected' });
    expect(typesOf(events)).not.toContain('agentAnswered');
  });

  it('waits for ever where nobody answers', () => {
    const never: Partial<Environment> = { queues: { Sales: { outcome: 'never' } } };
    const { conversation } = waiting(inQueue([{ holdMusic: true }]), [{ after: 3_600 }], never);
    expect(conversation).toMatchObject({ status: 'waiting', wait: { for: 'time' } });
  });

  it('keeps participant data and the language, and no variables', () => {
    const start = main({ setParticipantData: { name: 'Ann' } });
    const flow = inQueue([
      { getParticipantData: { name: 'Flow.number' } },
      { playAudio: '{{Flow.number}} {{Flow.n}}' },
      { flushAudio: true },
      { wait: 100 },
    ]);
    expect(heard(waiting(flow, [], {}, {}, start).events)).toEqual(['Ann 1']);
  });

  it('is told of the queue', () => {
    const flow = inQueue([
      { playPositionInQueue: { playbackMode: 'number' } },
      { playEstimatedWaitTime: true },
      { playAudio: { exp: 'Call.CurrentQueue.name' } },
      { flushAudio: true },
      { wait: 100 },
    ]);
    const queues = { Sales: { waitSeconds: 60, position: 2, estimatedWaitSeconds: 170 } };
    expect(heard(waiting(flow, [], { queues }).events)).toEqual([
      'You are number 2 in line.',
      'Your wait will be about 3 minutes.',
      'Sales',
    ]);
  });

  it('may leave for another flow, where no agent answers', () => {
    const flow = inQueue([{ wait: 10 }, { transferToFlow: 'other' }]);
    const other = { name: 'Other', actions: [{ wait: 100 }, { disconnect: true }] };
    const { conversation } = waiting(flow, [{ after: 70 }], {}, { other });
    expect(conversation).toMatchObject({ status: 'waiting', wait: { for: 'time' } });
    expect(conversation.queue).toBeUndefined();
  });

  it('may go on to another queue, whose agents answer', () => {
    const flow = inQueue([{ wait: 10 }, { transferToAcd: 'Billing' }]);
    const queues = { ...SALES, Billing: { waitSeconds: 90 } };
    expect(waiting(flow, [{ after: 99 }], { queues }).conversation.wait).toMatchObject({ for: 'agent' });
    expect(waiting(flow, [{ after: 100 }], { queues }).conversation.ending).toEqual({
      reason: 'transferred',
      detail: 'Billing',
    });
  });

  it('hears the in-queue flow of the other queue', () => {
    const flow = inQueue([{ wait: 10 }, { transferToAcd: { queue: 'Billing', inQueueFlow: 'second' } }]);
    const second = inQueue([{ playAudio: 'Billing.' }, { flushAudio: true }, { wait: 500 }]);
    const queues = { ...SALES, Billing: { waitSeconds: 90 } };
    const { conversation, events } = waiting(flow, [{ after: 100 }], { queues }, { second });
    expect(heard(events)).toEqual(['Billing.']);
    expect(conversation.ending).toEqual({ reason: 'transferred', detail: 'Billing' });
  });

  it('stays in the queue when the other one does not take the call', () => {
    const flow = inQueue([{ wait: 10 }, { transferToAcd: 'Billing' }, { wait: 100 }]);
    const queues = { ...SALES, Billing: { outcome: 'fail' as const } };
    expect(waiting(flow, [{ after: 60 }], { queues }).conversation.ending).toEqual(CONNECTED);
  });

  it('stays in the queue while somebody is rung in vain', () => {
    const flow = inQueue([{ transferToNumber: '+13175550100' }, { wait: 100 }]);
    const numbers = { '*': { answers: false } };
    expect(waiting(flow, [{ after: 60 }], { numbers }).conversation.ending).toEqual(CONNECTED);
  });

  it('leaves a voicemail undisturbed by agents', () => {
    const flow = inQueue([{ transferToVoicemail: {} }]);
    const { conversation } = waiting(flow, [{ after: 70 }, { press: '#' }]);
    expect(conversation.ending).toEqual({ reason: 'transferred', detail: 'voicemail of Sales' });
  });

  it('asks for a callback and is disconnected', () => {
    const flow = inQueue([{ createCallback: { callbackNumber: '+13175550123' } }, { disconnect: true }]);
    const { conversation, events } = waiting(flow, []);
    expect(events.filter(({ type }) => type === 'createdCallback')).toMatchObject([{ queue: 'Sales' }]);
    expect(conversation.ending).toEqual({ reason: 'flowDisconnected' });
  });

  it('R7 gets to the error handling of the in-queue flow', () => {
    const flow = inQueue([{ updateData: { 'Flow.n': { '/': [1, 0] } } }], {
      errorHandling: { audio: 'Sorry.', disconnect: true },
    });
    const { conversation, events } = waiting(flow, []);
    expect(heard(events)).toEqual(['Sorry.']);
    expect(conversation.ending).toMatchObject({ reason: 'error' });
  });

  it('hears music to its end, in whole milliseconds', () => {
    const flow = inQueue([
      { holdMusic: { prompt: { text: 'La la la.' }, playStyle: { entirePrompt: true } } },
    ]);
    const { conversation } = waiting(flow, [], { speechCharactersPerSecond: 7 });
    expect(conversation.wait?.dueAt).toSatisfy(Number.isInteger);
  });

  it('R7 waits with the flow of the queue that error handling transfers to', () => {
    const start = {
      variables: { 'Flow.n': { type: 'integer' } },
      errorHandling: { queue: 'Sales' },
      actions: [{ updateData: { 'Flow.n': { '/': [1, 0] } } }, { disconnect: true }],
    };
    const queues = { Sales: { waitSeconds: 60, inQueueFlow: 'waiting' } };
    const { conversation, events } = waiting(
      inQueue([{ wait: 100 }]),
      [{ after: 60 }],
      { queues },
      {},
      start,
    );
    expect(typesOf(events)).toContain('transferredToFlow');
    expect(conversation.ending).toEqual(CONNECTED);
  });
});
