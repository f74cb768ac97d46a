import { createTransport } from 'nodemailer';
import { describe, expect, it, onTestFinished } from 'vitest';
import { carriersOf } from '../../src/carriers/open-carriers.ts';
import { flowLibrary, openWorkspace } from '../../src/files/workspace.ts';
import { type Host, openHost } from '../../src/host.ts';
import type { PlatformSeed } from '../../src/platform/platform-seed.ts';
import { folderOf, newFolder } from '../files/folder.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { SILENT } from '../support/silent-log.ts';
import { openSmtpReceiver, type SmtpReceiver } from '../support/smtp-receiver.ts';

const FLOW = {
  type: 'inboundEmail',
  name: 'Replies',
  languages: ['en-US'],
  startUp: { state: 'main' },
  states: {
    main: [{ sendAutoReply: '<p>Thank you.</p>' }, { transferToAcd: 'Support' }, { disconnect: {} }],
  },
};

const SEED: PlatformSeed = {
  organization: { name: 'Test' },
  oauthClients: [
    {
      ...{ id: 'sender', name: 'Sender', secret: 'sender-secret', localOnly: true },
      permissions: ['conversation:agentlessEmail:send'],
    },
  ],
  whatsappIntegrations: [],
  templates: [],
  outboundDomains: [{ name: 'mail.example.com', provisioned: true }],
  inboundDomains: [{ name: 'support.example.com', routes: [{ pattern: 'help', flow: 'Replies' }] }],
  inboundEmail: { port: 0 },
};

/** Attendant with a flow for e-mail, its way out through a real SMTP server, and its way in by SMTP. */
async function openRoundTrip(file: string, receiver: SmtpReceiver) {
  const workspace = openWorkspace({
    path: folderOf({
      'replies.flow.json': FLOW,
      'local.environment.json': { queues: { Support: { id: 'support' } } },
      'local.platform.json': SEED,
    }),
  });
  expect(workspace.diagnostics).toEqual([]);
  const clock = new FakeClock();
  const smtp = { host: '127.0.0.1', port: receiver.port, security: 'none' } as const;
  let ids = 0;
  const draw = Math.floor(Math.random() * 1e6)
    .toString(16)
    .padStart(8, '0');
  const host = await openHost({
    ...{ database: file, seed: SEED, port: 0, clock, localClient: { clientId: 'sender' } },
    flows: flowLibrary(workspace.flows),
    environment: workspace.environment.environment,
    settings: workspace.environment.settings,
    ids: { next: () => `${draw}-0000-4000-8000-${String(++ids).padStart(12, '0')}` },
    log: SILENT,
    carriers: carriersOf({ email: { smtp } }, { clock, log: SILENT, secretOf: () => undefined }),
  });
  let isOpen = true;
  const close = async () => {
    if (isOpen) await host.close();
    isOpen = false;
  };
  onTestFinished(close);
  return { host, close };
}

async function sendAgentless({
  server,
  platform,
}: Host): Promise<{ readonly id: string; readonly conversationId: string }> {
  const login = await server.inject({
    method: 'POST',
    url: '/oauth/token',
    headers: {
      host: 'localhost',
      authorization: `Basic ${Buffer.from('sender:sender-secret').toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: 'grant_type=client_credentials',
  });
  const sent = await server.inject({
    method: 'POST',
    url: '/api/v2/conversations/emails/agentless',
    headers: {
      host: 'localhost',
      authorization: `Bearer ${login.json().access_token}`,
      'content-type': 'application/json',
    },
    payload: JSON.stringify({
      senderType: 'Outbound',
      fromAddress: { email: 'news@mail.example.com' },
      toAddresses: [{ email: 'ann@customer.example' }],
      replyToAddress: { email: 'help@support.example.com' },
      subject: 'Your order',
      textBody: 'It comes on Friday.',
    }),
  });
  expect(sent.statusCode).toBe(200);
  await platform.settled();
  return sent.json();
}

function headerOf(content: string, name: string): string {
  const unfolded = content.replaceAll(/\r\n[\t ]+/g, ' ');
  return new RegExp(`^${name}: (.*)$`, 'im').exec(unfolded)?.[1]?.trim() ?? '';
}

/** What a mail program does when its owner answers. */
async function reply(host: Host, content: string, text: string): Promise<void> {
  const transport = createTransport({
    host: '127.0.0.1',
    port: Number(host.inboundMail?.split(':')[1]),
    secure: false,
  });
  const id = headerOf(content, 'Message-ID');
  await transport.sendMail({
    from: 'Ann <ann@customer.example>',
    to: headerOf(content, 'Reply-To') || headerOf(content, 'From'),
    subject: `Re: ${headerOf(content, 'Subject')}`,
    text,
    inReplyTo: id,
    references: [id],
  });
  transport.close();
  await settled(host);
}

async function settled({ engine, platform }: Host): Promise<void> {
  await platform.inboundFlowStarts.settled();
  await engine.idle();
  await platform.settled();
}

describe('e-mail out, and the answer to it', () => {
  it('E11 joins the thread, starts the flow of the route, and what the flow answers reaches the customer in the thread', async () => {
    const receiver = await openSmtpReceiver();
    const { host } = await openRoundTrip(':memory:', receiver);
    const { id, conversationId } = await sendAgentless(host);
    const [ours] = receiver.mails;
    await reply(host, ours?.content ?? '', 'Friday is fine.');

    const thread = host.platform.messages.ofInteraction(conversationId);
    expect(thread.map(({ direction, status }) => `${direction} ${status}`)).toEqual([
      'outbound sent',
      'inbound received',
      'outbound sent',
    ]);
    expect(thread[1]).toMatchObject({ text: 'Friday is fine.', subject: 'Re: Your order' });
    const answer = receiver.mails[1]?.content ?? '';
    expect(headerOf(answer, 'To')).toContain('ann@customer.example');
    expect(headerOf(answer, 'In-Reply-To')).toBe(thread[1]?.externalId);
    expect(headerOf(answer, 'References')).toContain(headerOf(ours?.content ?? '', 'Message-ID'));
    expect(id).toBe(thread[0]?.id);
    const interaction = host.platform.interactions.store.one(conversationId);
    expect(interaction?.state).toBe('waiting');
    expect(interaction?.participants.map(({ purpose }) => purpose)).toEqual(
      expect.arrayContaining(['customer', 'workflow', 'acd']),
    );
  });

  it('E11 the thread is the same after a restart', async () => {
    const file = `${newFolder()}/attendant.db`;
    const receiver = await openSmtpReceiver();
    const before = await openRoundTrip(file, receiver);
    const { conversationId } = await sendAgentless(before.host);
    await before.close();
    const { host } = await openRoundTrip(file, receiver);
    await reply(host, receiver.mails[0]?.content ?? '', 'Friday is fine.');
    expect(host.platform.messages.ofInteraction(conversationId)).toHaveLength(3);
  });

  it('E11 what was stored and not given to the flow before the process died is given to it at the next start', async () => {
    const file = `${newFolder()}/attendant.db`;
    const receiver = await openSmtpReceiver();
    const before = await openRoundTrip(file, receiver);
    // As if the process had died between the commit and the flow.
    await before.host.platform.inboundFlowStarts.close();
    const { conversationId } = await sendAgentless(before.host);
    await reply(before.host, receiver.mails[0]?.content ?? '', 'Friday is fine.');
    expect(before.host.platform.messages.ofInteraction(conversationId)).toHaveLength(2);
    await before.close();
    const { host } = await openRoundTrip(file, receiver);
    await settled(host);
    expect(host.platform.messages.ofInteraction(conversationId)).toHaveLength(3);
  });

  it('E12 a bounce comes back to the address that the e-mail left from', async () => {
    const receiver = await openSmtpReceiver();
    const { host } = await openRoundTrip(':memory:', receiver);
    const { id } = await sendAgentless(host);
    const transport = createTransport({
      host: '127.0.0.1',
      port: Number(host.inboundMail?.split(':')[1]),
      secure: false,
    });
    const status =
      'Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; ann@customer.example\r\nAction: failed\r\nStatus: 5.1.1\r\n';
    await transport.sendMail({
      envelope: { from: '', to: receiver.mails[0]?.from ?? '' },
      raw: `Subject: Undelivered\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n${status}\r\n--b--\r\n`,
    });
    transport.close();
    expect(host.platform.messages.one(id)).toMatchObject({ status: 'bounced', errorCode: '5.1.1' });
  });
});
