import { describe, expect, it } from 'vitest';
import { bounceAddress } from '../../src/platform/email/bounce-address.ts';
import { readDeliveryStatus } from '../../src/platform/inbound-email/delivery-status.ts';
import { SUPPORT } from '../api/inbound-server.ts';
import { HELP, type MailServer, openMailServer } from './mail-server.ts';
import { OURS, sendOurs } from './our-email.ts';

interface Report {
  readonly action: string;
  readonly status?: string;
  readonly diagnostic?: string;
  /** Message-ID in the part that brings the message back. */
  readonly about?: string;
  readonly asHeaders?: boolean;
}

function report({
  action,
  status,
  diagnostic,
  about = '<other@sales.example.com>',
  asHeaders,
}: Report): string {
  const fields = [
    'Reporting-MTA: dns; mx.customer.example',
    '',
    'Final-Recipient: rfc822; ann@customer.example',
    `Action: ${action}`,
    ...(status === undefined ? [] : [`Status: ${status}`]),
    ...(diagnostic === undefined ? [] : [`Diagnostic-Code: ${diagnostic}`]),
  ];
  return [
    'From: MAILER-DAEMON@mx.customer.example',
    'To: somebody@sales.example.com',
    'Subject: Undelivered Mail Returned to Sender',
    'Message-ID: <report@mx.customer.example>',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'I am sorry.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    ...fields,
    '',
    '--b',
    `Content-Type: ${asHeaders === true ? 'text/rfc822-headers' : 'message/rfc822'}`,
    '',
    `Message-ID: ${about}`,
    'Subject: Your order',
    '',
    'It comes.',
    '--b--',
    '',
  ].join('\r\n');
}

/** Sends a report from the null sender. */
async function bounce(local: MailServer, to: string, raw: string) {
  const answers = await local.speak(['EHLO mx', 'MAIL FROM:<>', `RCPT TO:<${to}>`, 'DATA', `${raw}\r\n.`]);
  return answers.at(-1)?.slice(0, 3);
}

const VERP = bounceAddress(OURS, 'sales.example.com');

describe('reports of mail servers', () => {
  it.each([
    ['to the bounce address', VERP, {}],
    ['to a mailbox, with the message behind it', HELP, { about: `<${OURS}@sales.example.com>` }],
    [
      'to a mailbox, with its headers behind it',
      HELP,
      { about: `<${OURS}@sales.example.com>`, asHeaders: true },
    ],
  ])('E12 a bounce %s is the state of the e-mail', async (_what, to, more) => {
    const local = await openMailServer();
    await sendOurs(local);
    const raw = report({
      action: 'failed',
      status: '5.1.1',
      diagnostic: 'smtp; 550 5.1.1 No such\r\n  user',
      ...more,
    });
    expect(await bounce(local, to, raw)).toBe('250');
    expect(local.platform.messages.one(OURS)).toMatchObject({
      status: 'bounced',
      errorCode: '5.1.1',
      errorReason: 'smtp; 550 5.1.1 No such user',
    });
    expect(local.received()).toEqual([]);
    // The same again changes nothing.
    expect(await bounce(local, to, raw)).toBe('250');
    expect(local.platform.inboundEmail.reportsOf(OURS)).toHaveLength(1);
  });

  it.each([
    ['delayed', '4.4.1'],
    ['failed', '4.4.7'],
    ['expanded', '2.1.5'],
  ])('E12 an e-mail that is %s with %s stays as it is, and a note tells of it', async (action, status) => {
    const local = await openMailServer();
    await sendOurs(local);
    const before = local.platform.messages.one(OURS)?.status;
    expect(await bounce(local, VERP, report({ action, status }))).toBe('250');
    expect(local.platform.messages.one(OURS)?.status).toBe(before);
    const told = await local.inject({ method: 'GET', url: `/attendant/emails/${OURS}/reports` });
    expect(told.json()).toEqual({
      entities: [{ action, status, diagnostic: '', at: new Date(local.clock.now()).toISOString() }],
    });
  });

  it('E12 a report of nothing of ours is an e-mail of a program', async () => {
    const local = await openMailServer();
    await sendOurs(local);
    expect(await bounce(local, HELP, report({ action: 'failed', status: '5.1.1' }))).toBe('250');
    expect(local.platform.messages.one(OURS)?.status).not.toBe('bounced');
    expect(local.received()).toHaveLength(1);
  });

  it('E11 an automatic answer to the bounce address joins its thread and starts nothing', async () => {
    const local = await openMailServer();
    const { conversationId } = await sendOurs(local);
    await local.mail({
      envelope: { from: '', to: VERP },
      from: 'ann@customer.example',
      to: `x@${SUPPORT}`,
      text: 'Away',
    });
    expect(local.received()).toMatchObject([{ interactionId: conversationId, text: 'Away' }]);
    expect(local.platform.interactions.store.one(conversationId)?.state).toBe('disconnected');
  });
});

describe('readDeliveryStatus', () => {
  it.each<readonly [string, string, object[]]>([
    ['nothing', '', []],
    ['no blocks', 'hello world', []],
    ['an unknown action', 'Action: exploded\nStatus: 5.1.1', []],
    [
      'bare line feeds',
      'Reporting-MTA: x\n\nAction: Failed\nStatus: 5.1.1 (bad)',
      [{ action: 'failed', status: '5.1.1' }],
    ],
    ['carriage returns alone', 'Action: failed\rStatus: 5.0.0', [{ status: '5.0.0' }]],
    [
      'a status only in the diagnostic',
      'Action: failed\nDiagnostic-Code: smtp; 550 5.7.1 no',
      [{ status: '5.7.1' }],
    ],
    ['a broken status', 'Action: failed\nStatus: 5.1.1.1', [{ status: '' }]],
    [
      'fields that stand twice',
      'Action: failed\nAction: delivered\nStatus: 5.1.1\n more\nStatus: 2.0.0',
      [{ action: 'failed', status: '5.1.1' }],
    ],
    ['hostile names', '__proto__: x\nconstructor: y\nAction: delayed', [{ action: 'delayed' }]],
    ['control characters', 'Action: failed\nDiagnostic-Code: a\u0000\u001bb', [{ diagnostic: 'a b' }]],
  ])('E12 reads %s', (_what, text, expected) => {
    expect(readDeliveryStatus(text)).toMatchObject(expected);
  });

  it('E12 reads bounded much, in bounded time', () => {
    expect(readDeliveryStatus('Action: failed\n\n'.repeat(100_000)).length).toBeLessThanOrEqual(51);
    const [first] = readDeliveryStatus(`Action: failed\nDiagnostic-Code: ${'x '.repeat(30_000)}`);
    expect(first?.diagnostic.length).toBeLessThanOrEqual(500);
  });
});
