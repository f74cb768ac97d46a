import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import { newFolder } from '../files/folder.ts';
import { openSimulationServer } from './simulation-server.ts';

const CONSENT = { flow: 'WhatsApp consent', from: '+13175550123', at: '2026-02-01T09:00:00Z' };

describe('POST /attendant/simulations', () => {
  it('R11 plays a call on a clock of its own, and its data actions on this machine', async () => {
    const server = await openSimulationServer();
    const begun = await server.begin(CONSENT);
    expect(begun).toMatchObject({
      flow: { name: 'WhatsApp consent' },
      startedAt: '2026-02-01T09:00:00.000Z',
      waitsFor: { for: 'choice' },
      simulation: { dataActions: 'perform', goesOutside: false, isStepping: false, origin: null },
    });
    const asked = await server.act(begun['id'], { press: '1' });
    expect(asked).toMatchObject({ waitsFor: { for: 'digits' } });
    const ended = await server.act(begun['id'], { press: '1#' });
    expect(ended).toMatchObject({
      pendingDataAction: null,
      participantData: { whatsappConsent: 'granted', whatsappMessage: 'sent' },
    });
    const over = await server.act(begun['id'], { passToNext: true });
    expect(over).toMatchObject({ status: 'ended', ending: { reason: 'flowDisconnected' } });
    await server.host.platform.settled();
    const outbox = await server.ask('GET', '/attendant/outbox');
    expect(outbox.body).toMatchObject({ entities: [{ channel: 'whatsapp', toAddress: '13175550123' }] });
    expect((await server.ask('GET', '/attendant/calls')).body['entities']).toEqual([]);
    expect((await server.ask('GET', '/attendant/simulations')).body['entities']).toMatchObject([
      { id: begun['id'], status: 'ended' },
    ]);
  });

  it('R11 steps, pauses at breakpoints with conditions, and lets values be changed', async () => {
    const server = await openSimulationServer();
    const { id, ...first } = await server.begin({ ...CONSENT, isStepped: true });
    expect(first).toMatchObject({ waitsFor: { for: 'pause' }, moment: 1, standsAt: 'menu:askConsent' });
    await server.act(id, {
      breakpoints: [{ at: 'task:confirmNumber', condition: 'Flow.number == Flow.number' }],
    });
    await server.act(id, { goOn: 'run' });
    expect(await server.act(id, { press: '1' })).toMatchObject({
      waitsFor: { for: 'pause' },
      standsAt: 'confirmNumber/loop',
    });
    const changed = await server.act(id, {
      change: { variables: { 'Flow.number': '+4930123456' }, participantData: { vip: 'yes' } },
    });
    expect(changed).toMatchObject({
      participantData: { vip: 'yes' },
      changes: { participantData: [{ name: 'vip', was: null, is: 'yes' }] },
    });
    expect(await server.act(id, { goOn: 'step' })).toMatchObject({
      standsAt: 'confirmNumber/loop/loop/decision',
    });
    expect(await server.act(id, { goOn: 'stepOver' })).toMatchObject({ waitsFor: { for: 'pause' } });
  });

  it('R11 asks a hand where data actions go outside, and forks without sending anything again', async () => {
    const server = await openSimulationServer({ allowedHosts: ['api.example.com'] });
    const { id, ...begun } = await server.begin(CONSENT);
    expect(begun).toMatchObject({ simulation: { goesOutside: true, dataActions: 'ask' } });
    await server.act(id, { press: '1' });
    const asked = await server.act(id, { press: '1#' });
    expect(asked).toMatchObject({
      simulation: { isAnsweredByHand: true },
      pendingDataAction: { name: 'grant-consent', inputs: { address: '13175550123' } },
    });
    const failed = await server.act(id, { answer: { failure: { status: 500 } } });
    expect(failed).toMatchObject({ participantData: { whatsappMessage: 'not sent' } });
    const fork = await server.begin({ from: { callId: id ?? '', moment: asked['moment'] ?? 0 } });
    expect(fork).toMatchObject({
      simulation: { origin: { callId: id }, isAnsweredByHand: true, differsAt: null },
      pendingDataAction: { name: 'grant-consent' },
    });
    const answered = await server.act(fork['id'], { answer: { outputs: {} } });
    expect(answered).toMatchObject({ pendingDataAction: { name: 'send-whatsapp' } });
    const sent = await server.act(fork['id'], { answer: { fault: 'connectionRefused' } });
    expect(sent).toMatchObject({ answered: { result: 'failure', operations: expect.any(Array) } });
    const compared = await server.ask('GET', `/attendant/calls/${id}/comparison?with=${String(fork['id'])}`);
    expect(compared.body['firstDifference']).toBeGreaterThan(3);
    expect(compared.body).toMatchObject({ one: { id }, other: { id: fork['id'] } });
  });

  it('forks calls that the engine runs, with another flow, too, and tells where it differs', async () => {
    const server = await openSimulationServer();
    const { body: live } = await server.ask('POST', '/attendant/calls', {
      flow: 'WhatsApp consent',
      from: '+13175550123',
    });
    await server.host.engine.idle();
    server.clock.advance(60_000);
    await server.host.engine.idle();
    await server.ask('POST', `/attendant/calls/${String(live['id'])}/stimuli`, { press: '2' });
    const { body: moments } = await server.ask('GET', `/attendant/calls/${String(live['id'])}/moments`);
    const total = Number(moments['total']);
    expect(total).toBeGreaterThan(3);
    expect(moments['entities']).toHaveLength(total);
    const fork = await server.begin({ from: { callId: live['id'] ?? '', moment: 2 } });
    expect(fork).toMatchObject({ moments: 2, waitsFor: { for: 'choice' } });
    expect(await server.act(fork['id'], { press: '1' })).toMatchObject({ waitsFor: { for: 'digits' } });
    const other = await server.begin({
      from: { callId: live['id'] ?? '', moment: total },
      flow: 'Main line',
    });
    expect(other['simulation']).toMatchObject({ differsAt: expect.any(Number) });
  });

  it('R4 takes calls up again after a restart', async () => {
    const file = `${newFolder()}/calls.db`;
    const first = await openSimulationServer({ file });
    const { id } = await first.begin(CONSENT);
    const before = await first.act(id, { press: '1' });
    await first.host.close();
    const second = await openSimulationServer({ file });
    const { simulations } = second.host;
    const [one, other] = await Promise.all([simulations.find(String(id)), simulations.find(String(id))]);
    expect(one).toBeDefined();
    expect(one).toBe(other);
    const { body } = await second.ask('GET', `/attendant/simulations/${String(id)}`);
    expect(body).toEqual({
      ...before,
      simulation: { ...(before['simulation'] as JsonObject), clock: expect.any(String) },
    });
    expect(await second.act(id, { press: '1#' })).toMatchObject({
      participantData: { whatsappMessage: 'sent' },
    });
    expect((await second.ask('DELETE', `/attendant/simulations/${String(id)}`)).status).toBe(204);
    expect((await second.ask('GET', `/attendant/simulations/${String(id)}`)).status).toBe(404);
  });

  it('R4 R11 takes up breakpoints and who answers again, and forks have them answered alike', async () => {
    const file = `${newFolder()}/calls.db`;
    const first = await openSimulationServer({ file });
    const breakpoints = [{ at: 'recordAndSend/callTask', condition: 'Flow.number == Flow.number' }];
    const { id } = await first.begin({ ...CONSENT, dataActions: 'ask' });
    await first.act(id, { breakpoints });
    await first.host.close();
    const second = await openSimulationServer({ file });
    const { body } = await second.ask('GET', `/attendant/simulations/${String(id)}`);
    expect(body).toMatchObject({ simulation: { breakpoints, dataActions: 'ask' } });
    await second.act(id, { press: '1' });
    const asked = await second.act(id, { press: '1#' });
    expect(asked).toMatchObject({ pendingDataAction: { name: 'grant-consent' } });
    expect(await second.act(id, { answer: { outputs: {} } })).toMatchObject({
      waitsFor: { for: 'pause' },
      standsAt: 'recordAndSend/callTask',
    });
    const fork = await second.begin({ from: { callId: id ?? '', moment: 2 } });
    expect(fork).toMatchObject({ simulation: { dataActions: 'ask', breakpoints: [] } });
  });

  it('performs nothing outside by itself for a call that began where nothing went outside', async () => {
    const file = `${newFolder()}/calls.db`;
    const first = await openSimulationServer({ file });
    const { id } = await first.begin({ ...CONSENT, dataActions: 'perform' });
    await first.host.close();
    const second = await openSimulationServer({ file, allowedHosts: ['api.example.com'] });
    const { body } = await second.ask('GET', `/attendant/simulations/${String(id)}`);
    expect(body).toMatchObject({ simulation: { goesOutside: true, dataActions: 'ask' } });
    const { id: chosen } = await second.begin({ ...CONSENT, dataActions: 'perform' });
    await second.host.close();
    const third = await openSimulationServer({ file, allowedHosts: ['api.example.com'] });
    const taken = await third.ask('GET', `/attendant/simulations/${String(chosen)}`);
    expect(taken.body).toMatchObject({ simulation: { dataActions: 'perform' } });
  });

  it.each<[string, JsonObject, string]>([
    ['a variable that there is not', { variables: { 'Flow.nubmer': '1' } }, 'did you mean `Flow.number`?'],
    ['a value of another type', { variables: { 'Flow.number': [] } }, 'the value cannot be set'],
  ])('makes no fork with %s, and says so', async (_what, changes, hint) => {
    const server = await openSimulationServer();
    const { id } = await server.begin(CONSENT);
    const from = { callId: id ?? '', moment: 2 };
    const answer = await server.ask('POST', '/attendant/simulations', { from, changes });
    expect(answer).toMatchObject({ status: 400, body: { message: expect.stringContaining(hint) } });
    expect((await server.ask('GET', '/attendant/simulations')).body['entities']).toHaveLength(1);
  });

  it('sends nothing when the fault to play is none', async () => {
    const server = await openSimulationServer();
    const { id } = await server.begin({ ...CONSENT, dataActions: 'ask' });
    await server.act(id, { press: '1' });
    await server.act(id, { press: '1#' });
    const path = `/attendant/simulations/${String(id)}/acts`;
    const answer = await server.ask('POST', path, { answer: { fault: 'timeuot' } });
    expect(answer).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('did you mean `timeout`?') },
    });
    const { body } = await server.ask('GET', `/attendant/simulations/${String(id)}`);
    expect(body).toMatchObject({
      simulation: { isAnsweredByHand: true },
      pendingDataAction: { name: 'grant-consent' },
    });
  });

  it("R11 lets a fault's time pass on the call's clock", async () => {
    const server = await openSimulationServer();
    const { id } = await server.begin({ ...CONSENT, dataActions: 'ask' });
    await server.act(id, { press: '1' });
    await server.act(id, { press: '1#' });
    const waiting = await server.act(id, { answer: { fault: 'timeout' } });
    expect(waiting).toMatchObject({
      waitsFor: { for: 'dataAction' },
      simulation: { isAnsweredByHand: false },
    });
    // Three tries of ten seconds each.
    await server.act(id, { passToNext: true });
    await server.act(id, { passToNext: true });
    const over = await server.act(id, { passToNext: true });
    expect(over).toMatchObject({
      waitsFor: { for: 'playback' },
      participantData: { whatsappMessage: 'not sent' },
    });
    const other = await server.begin({ from: { callId: id ?? '', moment: Number(waiting['moment']) } });
    expect(await server.act(other['id'], { answer: { timeout: true } })).toMatchObject({
      participantData: { whatsappMessage: 'not sent' },
    });
  });

  it('tells moments one by one', async () => {
    const server = await openSimulationServer();
    const { id } = await server.begin(CONSENT);
    await server.act(id, { press: '2' });
    const { body } = await server.ask('GET', `/attendant/calls/${String(id)}/moments/2`);
    expect(body).toMatchObject({ moment: 2, action: 'menu:askConsent', type: 'menu', firstDifference: null });
    expect((await server.ask('GET', `/attendant/calls/${String(id)}/moments/0`)).status).toBe(404);
    expect((await server.ask('GET', `/attendant/calls/${String(id)}/moments/9999`)).status).toBe(404);
    const { body: graph } = await server.ask('GET', '/attendant/flows/WhatsApp%20consent/graph');
    expect(graph).toMatchObject({ name: 'WhatsApp consent', units: [{ start: 'menu:askConsent' }] });
    expect((await server.ask('GET', '/attendant/flows/none/graph')).status).toBe(404);
  });
});

describe('what is no act', () => {
  it.each<[string, unknown, number]>([
    ['nothing', undefined, 400],
    ['a list', [], 400],
    ['an unknown word', { shout: 'x' }, 400],
    ['two at once', { press: '1', say: 'yes' }, 400],
    ['keys that are none', { press: 'a' }, 400],
    ['a time that is none', { passTo: 'tomorrow' }, 400],
    ['a time in the past', { passTo: '2020-01-01T00:00:00Z' }, 400],
    ['a time far off', { passTo: '9999-01-01T00:00:00Z' }, 400],
    ['an instant that does not exist', { passTo: '2026-19-41T00:00:00Z' }, 400],
    ['a way on that is none', { goOn: 'back' }, 400],
    ['a variable that there is not', { change: { variables: { 'Flow.nubmer': '1' } } }, 400],
    ['a breakpoint nowhere', { breakpoints: [{ at: 'nowhere' }] }, 400],
    ['a condition that is none', { breakpoints: [{ condition: 'Flow.none ==' }] }, 400],
    ['prototypes', JSON.parse('{"change":{"variables":{"__proto__":{"x":1}}}}'), 400],
    ['an answer that nobody waits for', { answer: { outputs: {} } }, 409],
    ['two answers', { answer: { outputs: {}, fault: 'timeout' } }, 400],
    ['hanging up halfway', { hangUp: false }, 400],
    ['an agent where none is waited for', { agentAnswers: true }, 409],
    ['writing on the phone', { write: 'x' }, 409],
  ])('%s is refused in a sentence', async (_what, act, status) => {
    const server = await openSimulationServer();
    const { id } = await server.begin(CONSENT);
    const answer = await server.ask('POST', `/attendant/simulations/${String(id)}/acts`, act as JsonObject);
    expect(answer).toMatchObject({ status, body: { message: expect.stringMatching(/\w/) } });
    expect((await server.ask('GET', `/attendant/simulations/${String(id)}`)).body).toMatchObject({
      moments: 2,
    });
  });

  it.each<[string, JsonObject, number]>([
    ['a moment that there is not', { from: { callId: 'x', moment: 1 } }, 404],
    ['a moment of no number', { from: { callId: 'x', moment: 'last' } }, 400],
    ['a flow that there is not', { flow: 'none' }, 404],
    ['a time of no form', { ...CONSENT, at: 'now' }, 400],
    ['a mode that is none', { ...CONSENT, dataActions: 'never' }, 400],
    ['too many breakpoints', { ...CONSENT, breakpoints: Array.from({ length: 501 }, () => ({})) }, 400],
  ])('%s begins no call', async (_what, body, status) => {
    const server = await openSimulationServer();
    expect((await server.ask('POST', '/attendant/simulations', body)).status).toBe(status);
    expect((await server.ask('GET', '/attendant/simulations')).body['entities']).toEqual([]);
  });
});
