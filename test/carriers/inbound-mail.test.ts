import { describe, expect, it } from 'vitest';
import { SUPPORT } from '../api/inbound-server.ts';
import { FLOW, GREETINGS, HELP, openMailServer } from './mail-server.ts';
import { sendOurs } from './our-email.ts';

const ANN = 'Ann Example <ann@customer.example>';
const DAY = 24 * 60 * 60 * 1000;

describe('inbound e-mail', () => {
  it('E11 begins an interaction that waits in the queue of the route', async () => {
    const local = await openMailServer();
    await local.mail({
      from: ANN,
      to: HELP,
      subject: 'Where is it?',
      text: 'My order 77 is late.',
      html: '<p>My order 77 is late.</p>',
    });
    const [message] = local.received();
    expect(message).toMatchObject({
      status: 'received',
      fromAddress: 'ann@customer.example',
      toAddress: HELP,
      subject: 'Where is it?',
      fields: { fromName: 'Ann Example', html: '<p>My order 77 is late.</p>' },
    });
    expect(message?.text.trim()).toBe('My order 77 is late.');
    const interaction = local.platform.interactions.store.one(message?.interactionId ?? '');
    expect(interaction).toMatchObject({
      state: 'waiting',
      direction: 'inbound',
      subject: 'Where is it?',
      ownAddress: HELP,
    });
    expect(interaction?.participants).toMatchObject([
      { purpose: 'customer', state: 'connected', address: 'ann@customer.example', name: 'Ann Example' },
      { purpose: 'acd', state: 'connected', queueId: 'support' },
    ]);
    expect(local.flows.started).toEqual([]);
  });

  it('E11 starts the flow of the route with what the customer wrote', async () => {
    const local = await openMailServer();
    await local.mail({
      from: ANN,
      to: `Flow+77@${SUPPORT.toUpperCase()}`,
      subject: 'Hello',
      html: '<p>One</p><p>Two &amp; <b>three</b></p>',
    });
    const [message] = local.received();
    expect(local.flows.started).toEqual([
      {
        interactionId: message?.interactionId,
        flow: 'mail-flow',
        from: { address: 'ann@customer.example', name: 'Ann Example' },
        to: `flow+77@${SUPPORT}`,
        text: 'One\nTwo & three',
        subject: 'Hello',
        html: '<p>One</p><p>Two &amp; <b>three</b></p>',
        messageId: message?.id,
      },
    ]);
  });

  it('E11 passes nothing on: who has no route is refused at RCPT', async () => {
    const local = await openMailServer();
    const answers = await local.speak([
      ...GREETINGS,
      `RCPT TO:<nobody@${SUPPORT}>`,
      'RCPT TO:<ann@elsewhere.example>',
      'RCPT TO:<bounce+unknown@sales.example.com>',
      `RCPT TO:<${HELP}>`,
    ]);
    expect(answers.slice(3).map((answer) => answer.slice(0, 3))).toEqual(['550', '550', '550', '250']);
    await expect(local.mail({ from: ANN, to: `nobody@${SUPPORT}`, text: 'x' })).rejects.toThrow('550');
    expect(local.received()).toEqual([]);
  });

  it('E11 lists attachments by name, type and size, and does not keep them', async () => {
    const local = await openMailServer();
    const content = Buffer.alloc(300_000, 7);
    await local.mail({
      ...{ from: ANN, to: HELP, subject: 'Photo', text: 'See below' },
      attachments: [
        { filename: 'größe\r\n.jpg', content, contentType: 'image/jpeg' },
        { filename: 'note.txt', content: 'hello', contentType: 'text/plain' },
      ],
    });
    expect(local.received()[0]?.fields['attachments']).toMatchObject([
      { contentType: 'image/jpeg', contentLength: 300_000 },
      { name: 'note.txt', contentType: 'text/plain', contentLength: 5 },
    ]);
  });

  it('E11 is answered with 250 only when it is on disk: 451 when it cannot be stored', async () => {
    const failing = { isTaken: () => true, take: () => Promise.reject(new Error('disk full')) };
    const local = await openMailServer({ inbound: failing });
    const answers = await local.speak([
      ...GREETINGS,
      `RCPT TO:<${HELP}>`,
      'DATA',
      'Subject: x\r\n\r\nx\r\n.',
      'NOOP',
    ]);
    expect(answers.slice(-2).map((answer) => answer.slice(0, 3))).toEqual(['451', '250']);
  });

  it('E11 stores an e-mail that is delivered again once, by its Message-ID', async () => {
    const local = await openMailServer();
    const mail = { from: ANN, to: HELP, subject: 'Once', text: 'x', messageId: '<1@customer.example>' };
    await local.mail(mail);
    await local.mail(mail);
    expect(local.received()).toHaveLength(1);
    await local.mail({ ...mail, from: 'bob@customer.example' });
    await local.mail({ ...mail, to: FLOW });
    expect(local.received()).toHaveLength(3);
  });

  it('E11 takes an e-mail for two mailboxes as two', async () => {
    const local = await openMailServer();
    await local.mail({ from: ANN, to: [HELP, FLOW], subject: 'Both', text: 'x' });
    expect(
      local
        .received()
        .map(({ toAddress }) => toAddress)
        .sort(),
    ).toEqual([FLOW, HELP].sort());
  });

  it('E11 offers STARTTLS only with a certificate, and never a login', async () => {
    const local = await openMailServer();
    const [, hello = ''] = await local.speak(['EHLO client']);
    expect(hello).not.toMatch(/STARTTLS|AUTH/);
    const [, , login] = await local.speak(['EHLO client', 'AUTH PLAIN AGEAYg==']);
    expect(login).toMatch(/^5/);
  });
});

describe('replies', () => {
  it.each([
    ['exactly 30 days later joins', 30 * DAY, true],
    ['one millisecond over 30 days later begins a new conversation', 30 * DAY + 1, false],
  ])('E11 a reply that comes %s', async (_what, after, joins) => {
    const local = await openMailServer();
    const ours = await sendOurs(local);
    local.clock.advance(after);
    await local.mail({
      from: ANN,
      to: HELP,
      subject: 'Re: Your order',
      text: 'Thanks',
      inReplyTo: ours.messageId,
    });
    const [message] = local.received();
    expect(message?.interactionId === ours.conversationId).toBe(joins);
    expect(local.platform.interactions.store.newest('email', 10)).toHaveLength(joins ? 1 : 2);
  });

  it('E11 a reply that joins makes the interaction wait in the queue of the route', async () => {
    const local = await openMailServer();
    const ours = await sendOurs(local);
    await local.mail({
      from: ANN,
      to: HELP,
      subject: 'Re: Your order',
      text: 'Thanks',
      references: ['<0@else>', ours.messageId],
    });
    const interaction = local.platform.interactions.store.one(ours.conversationId);
    expect(interaction).toMatchObject({ state: 'waiting', endedAt: null });
    expect(interaction?.participants).toMatchObject([
      { purpose: 'customer', state: 'connected' },
      { purpose: 'acd', queueId: 'support' },
    ]);
    expect(interaction?.participants[0]).not.toHaveProperty('endedAt');
    // A second one finds it waiting.
    await local.mail({
      from: ANN,
      to: HELP,
      subject: 'Re: Your order',
      text: 'And?',
      inReplyTo: ours.messageId,
    });
    expect(local.platform.interactions.store.one(ours.conversationId)?.participants).toHaveLength(2);
    expect(local.received()).toHaveLength(2);
  });

  it('E11 a reply that joins starts the flow of the route, and the next one is heard by it', async () => {
    const local = await openMailServer();
    const ours = await sendOurs(local);
    await local.mail({
      from: ANN,
      to: FLOW,
      subject: 'Re: Your order',
      text: 'Thanks',
      inReplyTo: ours.messageId,
    });
    expect(local.flows.started).toMatchObject([
      { interactionId: ours.conversationId, text: expect.stringMatching('Thanks') },
    ]);
    local.flows.waiting.add(ours.conversationId);
    await local.mail({
      from: ANN,
      to: FLOW,
      subject: 'Re: Your order',
      text: 'And?',
      inReplyTo: ours.messageId,
    });
    expect(local.flows.written).toMatchObject([[ours.conversationId, expect.stringMatching('And?')]]);
    expect(local.flows.started).toHaveLength(1);
  });

  it('E11 an answer to what the customer wrote last counts from that', async () => {
    const local = await openMailServer();
    const ours = await sendOurs(local);
    local.clock.advance(20 * DAY);
    const second = await local.mail({ from: ANN, to: HELP, text: 'One', inReplyTo: ours.messageId });
    local.clock.advance(20 * DAY);
    await local.mail({
      from: ANN,
      to: HELP,
      text: 'Two',
      inReplyTo: second.messageId,
      references: [ours.messageId, second.messageId],
    });
    expect(local.received().map(({ interactionId }) => interactionId)).toEqual([
      ours.conversationId,
      ours.conversationId,
    ]);
  });

  it('E11 a Message-ID of ours that somebody takes for his own does not stand in the way of replies', async () => {
    const local = await openMailServer();
    const ours = await sendOurs(local);
    await local.mail({ from: 'mallory@elsewhere.example', to: HELP, text: 'x', messageId: ours.messageId });
    await local.mail({ from: ANN, to: HELP, text: 'Thanks', inReplyTo: ours.messageId });
    expect(local.received().find(({ text }) => text.startsWith('Thanks'))?.interactionId).toBe(
      ours.conversationId,
    );
  });

  it.each([
    [{ 'Auto-Submitted': 'auto-replied' }, undefined],
    [{ 'Auto-Submitted': 'auto-generated; x=1' }, undefined],
    [{ Precedence: 'bulk' }, undefined],
    [{ 'List-Id': '<news.example>' }, undefined],
    [{}, ''],
  ])('E11 an e-mail of a program (%j) is stored and starts nothing', async (headers, envelopeFrom) => {
    const local = await openMailServer();
    const ours = await sendOurs(local);
    const envelope = envelopeFrom === undefined ? {} : { envelope: { from: envelopeFrom, to: FLOW } };
    await local.mail({
      from: ANN,
      to: FLOW,
      subject: 'Out of office',
      text: 'Back on Monday',
      headers,
      ...envelope,
      inReplyTo: ours.messageId,
    });
    await local.mail({
      from: ANN,
      to: FLOW,
      subject: 'Out of office',
      text: 'Back on Monday',
      headers,
      ...envelope,
    });
    expect(local.flows.started).toEqual([]);
    expect(local.received()).toHaveLength(2);
    const states = local.platform.interactions.store.newest('email', 10).map(({ state }) => state);
    expect(states).toEqual(['disconnected', 'disconnected']);
    expect(local.received().map(({ fields }) => fields['autoSubmitted'])).toEqual([
      'auto-replied',
      'auto-replied',
    ]);
  });

  it('E11 an e-mail that says Auto-Submitted: no is a person’s', async () => {
    const local = await openMailServer();
    await local.mail({ from: ANN, to: FLOW, text: 'x', headers: { 'Auto-Submitted': 'no' } });
    expect(local.flows.started).toHaveLength(1);
  });

  it('E11 a flow that cannot be reached gets the e-mail later', async () => {
    const local = await openMailServer();
    local.flows.fault = new Error('not now');
    await local.mail({ from: ANN, to: FLOW, text: 'x' });
    expect(local.flows.started).toEqual([]);
    local.flows.fault = undefined;
    local.clock.advance(60_000);
    await local.platform.inboundFlowStarts.settled();
    expect(local.flows.started).toHaveLength(1);
  });
});
