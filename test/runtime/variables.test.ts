import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import { builtInValue } from '../../src/runtime/built-in-values.ts';
import { BUILT_IN_VARIABLES } from '../../src/runtime/built-in-variables.ts';
import type { FlowType } from '../../src/runtime/flow-types.ts';
import { isNameFault, readVariable, writeVariable } from '../../src/runtime/variables.ts';
import { compilePartial } from './play.ts';
import { scopeOf } from './scope.ts';

const BYE = { disconnect: true };

/** A scope of a flow type with `Flow.x` and, in its task or state, a text `name`. */
function scope(flowType: FlowType, prefix: 'Task' | 'State' = 'Task') {
  const name = `${prefix}.name`;
  const task = new Map([[name.toLowerCase(), { name, type: 'string' as const }]]);
  return { ...scopeOf({ x: 'integer', list: 'emailAddressCollection' }), task, flowType, prefix };
}

describe('R9 Names of variables', () => {
  it.each<
    readonly [path: string, flowType: FlowType, name: string, members: readonly string[], type: string]
  >([
    ['flow.X', 'workflow', 'Flow.x', [], 'integer'],
    ['task.NAME', 'inboundCall', 'Task.name', [], 'string'],
    ['call.ani', 'inboundCall', 'Call.Ani', [], 'string'],
    ['Interaction.Language', 'secureCall', 'Call.Language', [], 'string'],
    ['Flow.Contact.callbackId', 'outboundCall', 'Call.Contact', ['callbackId'], 'any'],
    ['Call.CurrentQueue.ID', 'inqueueCall', 'Call.CurrentQueue', ['id'], 'string'],
    ['Email.Message.From.Name', 'inboundEmail', 'Email.Message', ['from', 'name'], 'string'],
    ['Email.Message.to.0.id', 'inboundEmail', 'Email.Message', ['to', '0', 'id'], 'string'],
    ['Flow.list.1', 'workflow', 'Flow.list', ['1'], 'emailAddress'],
    ['Message.Message.body', 'inboundMessage', 'Message.Message', ['body'], 'string'],
    ['Workitem.Workitem.status.name', 'workitem', 'Workitem.Workitem', ['status', 'name'], 'string'],
    ['Chat.Guest.customFields.0.key', 'inboundChat', 'Chat.Guest', ['customFields', '0', 'key'], 'string'],
    ['Flow.IsTest', 'commonModule', 'Flow.IsTest', [], 'boolean'],
  ])('%s in %s', (path, flowType, name, members, type) => {
    expect(readVariable(scope(flowType), path)).toMatchObject({ name, members, type });
  });

  it.each<readonly [path: string, flowType: FlowType, code: string, message: string]>([
    [
      'Call.Ani',
      'commonModule',
      'VARIABLE_OF_OTHER_FLOW',
      'it belongs to inboundCall, outboundCall, secureCall, inqueueCall',
    ],
    ['Call.PositionInQueue', 'inboundCall', 'VARIABLE_OF_OTHER_FLOW', 'it belongs to inqueueCall'],
    [
      'Message.Message',
      'inboundCall',
      'VARIABLE_OF_OTHER_FLOW',
      'flows of type inboundCall have no `Message.Message`',
    ],
    ['State.name', 'inboundCall', 'UNKNOWN_VARIABLE', 'main has Task variables, states have others'],
    ['Slot.name', 'inboundCall', 'UNKNOWN_VARIABLE', 'flows of type inboundCall have no Slot variables'],
    ['Task.nme', 'inboundCall', 'UNKNOWN_VARIABLE', 'in main: nothing sets it'],
    ['Email.Message.form.id', 'inboundEmail', 'UNKNOWN_MEMBER', 'a value of type email has no `form.id`'],
    ['Flow.list.id', 'workflow', 'UNKNOWN_MEMBER', 'has no `id`'],
  ])('%s in %s is refused', (path, flowType, code, message) => {
    const found = readVariable(scope(flowType), path);
    expect(isNameFault(found) && found.code).toBe(code);
    expect(isNameFault(found) && found.message).toContain(message);
  });

  it.each<readonly [path: string, flowType: FlowType, prefix: 'Task' | 'State', result: JsonObject]>([
    ['Task.new', 'inboundCall', 'Task', { scope: 'task', name: 'Task.new' }],
    ['state.new', 'workflow', 'State', { scope: 'task', name: 'State.new' }],
    ['State.new', 'inboundCall', 'Task', { code: 'VARIABLE_NAME' }],
    ['Flow.new', 'inboundCall', 'Task', { code: 'UNKNOWN_VARIABLE' }],
    ['Common.new', 'commonModule', 'Task', { code: 'UNKNOWN_VARIABLE' }],
    ['Call.Ani', 'inboundCall', 'Task', { code: 'VARIABLE_READ_ONLY' }],
  ])('%s is set in %s (%s)', (path, flowType, prefix, result) => {
    expect(writeVariable(scope(flowType, prefix), path, 'string')).toMatchObject(result);
  });

  it('cannot hold audio', () => {
    expect(writeVariable(scope('inboundCall'), 'Task.sound', 'audio')).toMatchObject({ code: 'WRONG_TYPE' });
  });

  it('of authors go before built-in ones', () => {
    const own = scopeOf({ IsTest: 'string' });
    expect(readVariable(own, 'Flow.IsTest')).toMatchObject({ scope: 'flow', type: 'string' });
    expect(writeVariable(own, 'Flow.IsTest', 'string')).toMatchObject({ scope: 'flow' });
  });
});

describe('Declarations', () => {
  it.each<readonly [flow: JsonObject, code: string, pointer: string]>([
    [{ variables: { 'Slot.a': { type: 'string' } }, actions: [BYE] }, 'VARIABLE_NAME', '/variables/Slot.a'],
    [
      { variables: { 'Flow.a': { type: 'date', initialValue: '31 May' } }, actions: [BYE] },
      'WRONG_TYPE',
      '/variables/Flow.a/initialValue',
    ],
    [
      { variables: { 'Flow.a': { type: 'queue', initialValue: 'Sales' } }, actions: [BYE] },
      'WRONG_TYPE',
      '/variables/Flow.a/initialValue',
    ],
    [
      { variables: { 'Flow.a': { type: 'integerCollection', initialValue: 3 } }, actions: [BYE] },
      'WRONG_TYPE',
      '/variables/Flow.a/initialValue',
    ],
  ])('%j is refused', (flow, code, pointer) => {
    const { diagnostics } = compilePartial(flow);
    expect(diagnostics.map((one) => [one.code, one.pointer])).toContainEqual([code, pointer]);
  });

  it('have every type, each with a value that fits', () => {
    const variables = {
      'Flow.date': { type: 'date', initialValue: '2026-01-05' },
      'Flow.time': { type: 'time', initialValue: '14:30' },
      'Flow.money': { type: 'currency', initialValue: '5.25|usd' },
      'Flow.skill': { type: 'skill', initialValue: { lit: { name: 'Billing' } } },
      'Flow.pairs': { type: 'agentScorePairCollection' },
      'Flow.contact': { type: 'externalContact', initialValue: { lit: { id: 'c1' } } },
      'Flow.wait': { type: 'duration', initialValue: 'PT1M30S' },
    };
    const { diagnostics } = compilePartial({ variables, actions: [BYE] });
    expect(diagnostics).toEqual([]);
  });

  it('of common modules and bots have scopes of their own', () => {
    const variables = { 'Common.a': { type: 'string', isInput: true } };
    const actions = [
      { updateData: { 'Common.a': { exp: 'Append(Common.a, "!")' } } },
      { endTask: 'default' },
    ];
    const { diagnostics } = compilePartial({ type: 'commonModule', variables, actions });
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

describe('Slots of a bot', () => {
  it('are filled by what a customer says, and never said to be never set', () => {
    const variables = { 'Slot.city': { type: 'string' } };
    const main = [{ updateData: { 'State.a': { exp: 'Slot.city' } } }, { exitBotFlow: {} }];
    const { diagnostics } = compilePartial({
      type: 'digitalBot',
      variables,
      startUp: { bot: 'main' },
      bots: { main },
    });
    expect(diagnostics.map(({ code }) => code)).not.toContain('NEVER_SET');
    expect(diagnostics.map(({ code }) => code)).not.toContain('UNKNOWN_VARIABLE');
  });
});

describe('Built-in variables', () => {
  const SOURCE = {
    conversationId: 'c1',
    startedAt: Date.UTC(2026, 0, 5, 10),
    version: 'v1',
    language: 'en-US',
    defaults: { holdMusic: 'PromptSystem.on_hold_music' },
    queuePlace: { queue: { name: 'Sales', id: 'q1' }, since: 0 },
    environment: {
      speechCharactersPerSecond: 0,
      queues: { Sales: { position: 3, estimatedWaitSeconds: 90 } },
    },
    call: {
      ani: 'tel:+13175550123',
      contact: { id: 'k1', callbackId: '5' },
      email: { subject: 'Help' },
      message: { body: 'Hi' },
      survey: { url: 'https://example.com' },
      workitem: { eventType: 'create', status: { name: 'Open' } },
      invocationData: 'data',
    },
    fact: (name: string) => (name === 'Flow.WrapupCode' ? { name: 'Done' } : undefined),
  };

  it.each([
    ['Call.Ani', 'tel:+13175550123'],
    ['Call.CalledAddress', undefined],
    ['Call.ConversationId', 'c1'],
    ['Call.Language', 'en-us'],
    ['Call.CurrentQueue', { name: 'Sales', id: 'q1' }],
    ['Call.PositionInQueue', 3],
    ['Call.EstimatedWaitTime', 90_000],
    ['Call.Contact', { id: 'k1', callbackId: '5' }],
    ['Call.ContactId', 'k1'],
    ['Email.Message', { subject: 'Help' }],
    ['Message.IsNewConversation', true],
    ['Survey.Url', 'https://example.com'],
    ['Survey.ConversationId', 'c1'],
    ['Workitem.EventType', 'create'],
    ['Flow.InvocationData', 'data'],
    ['Flow.StartDateTimeUtc', '2026-01-05T10:00:00Z'],
    ['Flow.Version', 'v1'],
    ['Flow.IsTest', false],
    ['Flow.HoldPrompt', { name: 'on_hold_music', type: 'system' }],
    ['Flow.WrapupCode', { name: 'Done' }],
    ['Session.LastKnowledgeAnswer', undefined],
  ])('%s is %j', (name, value) => {
    expect(builtInValue(name, SOURCE)).toEqual(value);
  });

  it('are all asked for by the name they have', () => {
    const asked: string[] = [];
    const source = { ...SOURCE, fact: (name: string) => void asked.push(name) };
    for (const { name } of BUILT_IN_VARIABLES) builtInValue(name, source);
    expect(asked).toEqual(BUILT_IN_VARIABLES.map(({ name }) => name));
  });
});
