import { describe, expect, it } from 'vitest';
import { openSimulationServer } from './simulation-server.ts';

const CONSENT = { flow: 'WhatsApp consent', from: '+4915112345678', at: '2026-02-01T09:00:00Z' };

describe('GET /attendant/calls/{id}/test', () => {
  it('gives a call that was stepped through as a test, with a number that is nobody’s', async () => {
    const server = await openSimulationServer();
    const { id } = await server.begin({ ...CONSENT, isStepped: true });
    for (let count = 0; count < 3; count++) await server.act(id, { goOn: 'step' });
    await server.act(id, { goOn: 'run' });
    await server.act(id, { press: '1' });
    await server.act(id, { press: '1#' });
    await server.act(id, { passToNext: true });
    const { status, body } = await server.ask('GET', `/attendant/calls/${String(id)}/test`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      flow: 'WhatsApp consent',
      notes: [],
      test: {
        at: '2026-02-01T09:00:00.000Z',
        caller: { from: expect.stringMatching(/^\+49\d{11}$/), does: ['1', '1#'] },
        expect: {
          participantData: { whatsappConsent: 'granted' },
          messages: [{ channel: 'whatsapp', dataAction: 'send-whatsapp' }],
          end: 'flowDisconnected',
        },
      },
    });
    expect(JSON.stringify(body)).not.toContain('15112345678');
  });

  it('gives a live call that the caller ended', async () => {
    const server = await openSimulationServer();
    const begun = await server.ask('POST', '/attendant/calls', {
      flow: 'WhatsApp consent',
      from: '+13175550123',
    });
    const id = String(begun.body['id']);
    await server.ask('POST', `/attendant/calls/${id}/stimuli`, { hangUp: true });
    const { body } = await server.ask('GET', `/attendant/calls/${id}/test`);
    expect(body).toMatchObject({
      notes: [],
      test: { caller: { from: '+13175550123', does: ['hangup'] }, expect: { end: 'callerDisconnected' } },
    });
  });

  it('refuses a call that goes on, and one that there is not', async () => {
    const server = await openSimulationServer();
    const { id } = await server.begin(CONSENT);
    const going = await server.ask('GET', `/attendant/calls/${String(id)}/test`);
    expect(going).toMatchObject({ status: 409, body: { message: expect.stringContaining('has not ended') } });
    expect((await server.ask('GET', '/attendant/calls/none/test')).status).toBe(404);
  });
});
