import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Json } from '../../src/authoring/json.ts';
import type { Participant } from '../../src/platform/interactions/interaction.ts';
import { CUSTOMER, type FlowHost, OWN, openFlowHost, START } from './flow-host.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'attendant-answers-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A folder with one flow of a written kind, called "Written". */
function flowFolder(type: 'inboundMessage' | 'inboundEmail', actions: readonly Json[]): string {
  const path = folder();
  const flow = {
    type,
    name: 'Written',
    languages: ['en-US'],
    startUp: { state: 'main' },
    states: { main: actions },
  };
  writeFileSync(join(path, 'written.flow.json'), JSON.stringify(flow));
  return path;
}

/** Who takes part, in short. */
function parts({ participants }: { readonly participants: readonly Participant[] }): readonly string[] {
  return participants.map(({ purpose, state }) => `${purpose} ${state}`);
}

function texts(host: FlowHost, id: string): readonly string[] {
  return host.sent(id).map(({ text }) => text);
}

describe('what a flow writes', () => {
  it('goes out as messages of its interaction', async () => {
    const host = await openFlowHost();
    await host.begin('conversation-1', 'Where is my order?');
    const [asked] = host.sent('conversation-1');
    expect(asked).toMatchObject({
      ...{ channel: 'whatsapp', direction: 'outbound', fromAddress: OWN, toAddress: CUSTOMER },
      ...{ status: 'delivered', carrier: 'outbox', clientId: null, interactionId: 'conversation-1' },
    });
    expect(await host.flows.write('conversation-1', '12345678')).toBe(true);
    await host.settled();
    expect(texts(host, 'conversation-1').join('\n')).toContain('12345678');
  });

  it('is the same for the flow whose conversation the interaction has the id of', async () => {
    const host = await openFlowHost();
    await host.begin('conversation-1', 'Where is my order?');
    const before = texts(host, 'conversation-1');
    await host.flows.start({
      ...{ interactionId: 'conversation-1', flow: 'Order messages', from: { address: CUSTOMER } },
      ...{ to: OWN, text: 'Where is my order?' },
    });
    await host.settled();
    expect(texts(host, 'conversation-1')).toEqual(before);
  });

  it('is left out where it is blank', async () => {
    const host = await openFlowHost({
      folder: flowFolder('inboundMessage', [
        { sendResponse: ' ' },
        { sendResponse: 'Hello.' },
        { disconnect: true },
      ]),
    });
    await host.begin('conversation-1', 'Hello?', { flow: 'Written' });
    expect(texts(host, 'conversation-1')).toEqual(['Hello.']);
  });

  it('131047 fails on WhatsApp more than 24 hours after the customer wrote', async () => {
    const host = await openFlowHost({
      folder: flowFolder('inboundMessage', [
        { wait: { seconds: 10 } },
        { sendResponse: 'In time.' },
        {
          transferToAcd: {
            queue: 'Support',
            outputs: { failure: [{ sendResponse: 'Too late.' }, { disconnect: true }] },
          },
        },
      ]),
    });
    await host.begin('conversation-1', 'Hello?', { flow: 'Written' });
    host.clock.advanceTo(START + DAY_MS);
    await host.settled();
    expect(host.sent('conversation-1')[0]).toMatchObject({ text: 'In time.', status: 'delivered' });
    await host.begin('conversation-2', 'Hello?', { flow: 'Written' });
    await host.database.commits.add(() =>
      host.database.sqlite
        .prepare('update message set accepted_at = ? where id = ?')
        .run(START - 1, 'conversation-2-first'),
    );
    host.clock.advanceTo(START + DAY_MS + 10_000);
    await host.settled();
    expect(host.sent('conversation-2')[0]).toMatchObject({ status: 'failed', errorCode: '131047' });
  });

  it('E11 answers an e-mail in its thread', async () => {
    const host = await openFlowHost({
      folder: flowFolder('inboundEmail', [
        { sendAutoReply: '<p>Thank you &amp; goodbye.</p>' },
        { disconnect: true },
      ]),
    });
    await host.begin('conversation-1', 'Where is it?', { flow: 'Written', subject: 'My order' });
    expect(host.sent('conversation-1')).toMatchObject([
      {
        ...{ channel: 'email', subject: 'Re: My order', text: 'Thank you & goodbye.' },
        ...{ fromAddress: 'help@mail.example', toAddress: 'jo@example.com' },
        // The customer's next reply is known by it.
        externalId: expect.stringMatching(/^<[\da-f-]{36}@mail\.example>$/),
        fields: {
          html: '<p>Thank you &amp; goodbye.</p>',
          inReplyTo: '<conversation-1@example.com>',
          references: ['<conversation-1@example.com>'],
          autoSubmitted: 'auto-replied',
        },
      },
    ]);
  });
});

describe('what a flow does', () => {
  it('shows in who takes part: the flow, the queue, the agent', async () => {
    const host = await openFlowHost();
    await host.begin('conversation-1', 'I want to talk to a human');
    await host.flows.write('conversation-1', 'yes');
    await host.settled();
    expect(parts(host.interaction('conversation-1'))).toEqual([
      'customer connected',
      'workflow connected',
      'acd connected',
    ]);
    expect(host.interaction('conversation-1')).toMatchObject({ state: 'waiting' });
    for (const seconds of [60, 75]) {
      host.clock.advanceTo(START + seconds * 1000);
      await host.settled();
    }
    expect(parts(host.interaction('conversation-1'))).toEqual([
      'customer connected',
      'workflow disconnected',
      'acd disconnected',
      'agent connected',
    ]);
    expect(host.interaction('conversation-1')).toMatchObject({ state: 'connected' });
  });

  it('names the queue it handed the customer to', async () => {
    const host = await openFlowHost();
    await host.begin('conversation-1', 'I want to talk to a human');
    await host.flows.write('conversation-1', 'yes');
    await host.settled();
    const acd = host.interaction('conversation-1').participants.find(({ purpose }) => purpose === 'acd');
    expect(acd).toMatchObject({ name: 'Support', queueId: host.platform.queues.named('Support')?.id });
  });

  it('ends the interaction when it hangs up, and puts participant data on the customer', async () => {
    const host = await openFlowHost({
      folder: flowFolder('inboundMessage', [{ setParticipantData: { order: '7' } }, { disconnect: true }]),
    });
    await host.begin('conversation-1', 'Hello?', { flow: 'Written' });
    expect(host.interaction('conversation-1')).toMatchObject({
      state: 'disconnected',
      endedAt: START,
      participants: [{ attributes: { order: '7' } }, { purpose: 'workflow', disconnectType: 'client' }],
    });
  });

  it('leaves an interaction that an agent is in meanwhile', async () => {
    const host = await openFlowHost({
      folder: flowFolder('inboundMessage', [{ wait: { seconds: 10 } }, { disconnect: true }]),
    });
    await host.begin('conversation-1', 'Hello?', { flow: 'Written' });
    await host.platform.agentPart.putState('conversation-1', { state: 'connected' });
    host.clock.advanceTo(START + 10_000);
    await host.settled();
    expect(host.interaction('conversation-1')).toMatchObject({ state: 'connected' });
  });
});

describe('the port to flows', () => {
  it('knows the type of a flow, and of none', async () => {
    const { flows } = await openFlowHost();
    expect(flows.typeOf('Order messages')).toBe('inboundMessage');
    expect(flows.typeOf('Nothing')).toBeUndefined();
  });

  it('tells when no flow waits for what was written', async () => {
    const host = await openFlowHost({ folder: flowFolder('inboundMessage', [{ disconnect: true }]) });
    await host.begin('conversation-1', 'Hello?', { flow: 'Written' });
    expect(await host.flows.write('conversation-1', 'And?')).toBe(false);
    expect(await host.flows.write('unknown', 'And?')).toBe(false);
    await host.flows.end('conversation-1');
    await host.flows.end('unknown');
  });

  it('brings a message to its flow once, however often it is asked to', async () => {
    const host = await openFlowHost();
    await host.begin('conversation-1', 'Where is my order?');
    await host.flows.write('conversation-1', 'what?', 'message-1');
    await host.settled();
    const before = texts(host, 'conversation-1');
    expect(await host.flows.write('conversation-1', 'what?', 'message-1')).toBe(true);
    await host.settled();
    expect(texts(host, 'conversation-1')).toEqual(before);
  });
});

describe('R4 after a crash', () => {
  it('between a step and its answer, the answer goes out at the next start, once', async () => {
    const file = join(folder(), 'attendant.db');
    const killed = await openFlowHost({ file, isDeaf: true });
    await killed.begin('conversation-1', 'Where is my order?');
    expect(killed.sent('conversation-1')).toEqual([]);
    await killed.close();

    const next = await openFlowHost({ file });
    await next.settled();
    const sent = next.sent('conversation-1');
    expect(sent).toMatchObject([{ status: 'delivered' }]);
    expect(parts(next.interaction('conversation-1'))).toEqual(['customer connected', 'workflow connected']);
    await next.close();

    const third = await openFlowHost({ file });
    await third.settled();
    expect(third.sent('conversation-1')).toEqual(sent);
  });
});
