import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildPackage } from '../crash/built-package.ts';
import { folderOf, newFolder } from '../files/folder.ts';
import { attendantProcess } from '../support/attendant-process.ts';
import { type DnsServer, openDnsServer } from '../support/dns-server.ts';
import { loadSdk, type SdkClient } from '../support/official-sdk.ts';
import { openSmtpReceiver, type SmtpReceiver } from '../support/smtp-receiver.ts';

interface Entity {
  readonly [name: string]: unknown;
}

/** A group of the SDK's methods; its own types are written for bundlers. */
type Api = { readonly [method: string]: (...values: readonly unknown[]) => Promise<Entity> };
type ApiName =
  | 'AnalyticsApi'
  | 'ConversationsApi'
  | 'OrganizationApi'
  | 'ResponseManagementApi'
  | 'RoutingApi'
  | 'TokensApi';
type Sdk = SdkClient & { readonly [name in ApiName]: new () => Api };

const sdk = loadSdk<Sdk>();
beforeAll(() => buildPackage());

const CUSTOMER = '13175550123';
const MAIL = {
  senderType: 'Outbound',
  fromAddress: { email: 'orders@mail.example.com', name: 'Orders' },
  toAddresses: [{ email: 'ann@example.net', name: 'Ann' }],
  subject: 'Your order',
  textBody: 'It has left us.',
};
const WHATSAPP = {
  fromAddress: 'wa',
  toAddress: CUSTOMER,
  toAddressMessengerType: 'whatsapp',
  messagingTemplate: { responseId: 'plain' },
};

/*
 * What somebody who comes from Genesys Cloud does on the first day, with the official SDK against a server in a process
 * of its own: a real database file, real DNS and SMTP servers on loopback.
 */
describe('the story of a back end', () => {
  it('O1 O3 M5 E10 W5 K2 runs with the official SDK, only its gateway changed', {
    timeout: 120_000,
  }, async () => {
    const world = await openWorld();
    const { id, secret } = await init(world.data);
    const port = await serve(world);
    sdk.ApiClient.instance.setGateway({ protocol: 'http', host: '127.0.0.1', port });
    await expect(sdk.ApiClient.instance.loginClientCredentialsGrant(id, 'wrong')).rejects.toMatchObject({
      response: { status: 401 },
    });
    await sdk.ApiClient.instance.loginClientCredentialsGrant(id, secret);
    expect(await call('OrganizationApi', 'getOrganizationsMe')).toMatchObject({ name: 'Story Ltd' });

    await setUpDomain(world.dns);
    await sendMails(world.receiver);
    await sendWhatsApps();
    await scheduleCallback();
    await beRefused();
  });
});

/** M: a domain is made, its records are published, it is verified; the two hours are not over, so its mail fails. */
async function setUpDomain(dns: DnsServer): Promise<void> {
  const name = 'news.example.com';
  const body = { id: name, name, senderType: 'EmailDomain' };
  expect(await call('RoutingApi', 'postRoutingEmailOutboundDomains', body)).toMatchObject({
    domainName: name,
  });
  const before = await verification(name);
  expect(before.map(({ status }) => status)).toEqual(['PENDING', 'PENDING']);
  for (const { name: owner, type, value } of before.flatMap(({ records }) => records))
    dns.zone.set(`${owner} ${type}`, [type === 'TXT' ? (value.match(/.{1,255}/g) ?? '') : value]);
  await call('RoutingApi', 'putRoutingEmailOutboundDomainActivation', name);
  expect((await verification(name)).map(({ status }) => status)).toEqual(['VERIFIED', 'VERIFIED']);
  const tooEarly = await send({ ...MAIL, fromAddress: { email: `any@${name}` } });
  await until(async () => (await statusOf(tooEarly['conversationId'])) === 'failed');
}

interface Verification {
  readonly status: string;
  readonly records: readonly { readonly name: string; readonly type: string; readonly value: string }[];
}

async function verification(name: string): Promise<readonly Verification[]> {
  const domain = await call('RoutingApi', 'getRoutingEmailOutboundDomain', name);
  return [
    domain['cnameVerificationResult'] as Verification,
    domain['dkimVerificationResult'] as Verification,
  ];
}

/** E: two e-mails of one conversation thread, and arrive signed at the SMTP server. */
async function sendMails({ mails }: SmtpReceiver): Promise<void> {
  const first = await send(MAIL);
  await until(async () => (await statusOf(first['conversationId'])) === 'sent');
  const second = await send({ ...MAIL, subject: 'Once more', conversationId: first['conversationId'] });
  expect(second['conversationId']).toBe(first['conversationId']);
  await until(async () => mails.length === 2);
  const [content = '', answer = ''] = mails.map((mail) => mail.content);
  expect(content).toMatch(/^DKIM-Signature:/im);
  expect(answer).toContain(/^Message-ID: (<.+>)/im.exec(content)?.[1] ?? 'no id');
  const conversation = await call('ConversationsApi', 'getConversation', first['conversationId']);
  expect(conversation['participants']).toMatchObject([{ purpose: 'customer' }]);
}

/** W: a message with consent is delivered, and found over the analytics API. */
async function sendWhatsApps(): Promise<void> {
  const sent = await call('ConversationsApi', 'postConversationsMessagesAgentless', WHATSAPP);
  const found = await call('AnalyticsApi', 'postAnalyticsConversationsDetailsQuery', {
    interval: `${new Date(Date.now() - 3_600_000).toISOString()}/${new Date(Date.now() + 3_600_000).toISOString()}`,
    conversationFilters: [
      { type: 'and', predicates: [{ dimension: 'conversationId', value: sent['conversationId'] }] },
    ],
  });
  expect(found).toMatchObject({ totalHits: 1, conversations: [{ conversationId: sent['conversationId'] }] });
}

/** K: a callback is scheduled, read, moved and cancelled. */
async function scheduleCallback(): Promise<void> {
  const [queue] = (await call('RoutingApi', 'getRoutingQueues'))['entities'] as { id: string }[];
  const made = await call('ConversationsApi', 'postConversationsCallbacks', {
    queueId: queue?.id,
    callbackNumbers: [`+${CUSTOMER}`],
    callbackUserName: 'Ann',
    callbackScheduledTime: new Date(Date.now() + 86_400_000).toISOString(),
  });
  const { id } = made['conversation'] as { id: string };
  expect(await call('ConversationsApi', 'getConversationsCallback', id)).toMatchObject({ id });
  const moved = new Date(Date.now() + 2 * 86_400_000).toISOString();
  await call('ConversationsApi', 'patchConversationsCallbacks', {
    conversationId: id,
    agentId: 'agent-1',
    callbackScheduledTime: moved,
  });
  expect(JSON.stringify(await call('ConversationsApi', 'getConversationsCallback', id))).toContain(moved);
  await call('ConversationsApi', 'patchConversationsCallback', id, { state: 'disconnected' });
  expect(JSON.stringify(await call('ConversationsApi', 'getConversationsCallback', id))).toContain(
    'disconnected',
  );
}

/** What is wrong is refused in Genesys' shape, and names the field. */
async function beRefused(): Promise<void> {
  await refused('postConversationsEmailsAgentless', { ...MAIL, subject: 'x'.repeat(401) }, 'subject');
  await refused(
    'postConversationsMessagesAgentless',
    { ...WHATSAPP, toAddress: `+${CUSTOMER}` },
    'toAddress',
  );
  await refused('postConversationsMessagesAgentless', { ...WHATSAPP, toAddress: '13175550199' }, 'toAddress');
  await refused('postConversationsCallbacks', { callbackNumbers: [] }, 'callbackNumbers');
  await call('TokensApi', 'deleteTokensMe');
  await expect(call('OrganizationApi', 'getOrganizationsMe')).rejects.toMatchObject({ status: 401 });
}

async function refused(method: string, body: object, field: string): Promise<void> {
  await expect(call('ConversationsApi', method, body)).rejects.toMatchObject({
    status: 400,
    contextId: expect.any(String),
    details: [{ fieldName: field }],
  });
}

function call(api: ApiName, method: string, ...values: readonly unknown[]): Promise<Entity> {
  const found = new sdk[api]();
  const perform = found[method];
  if (perform === undefined) throw new Error(`the SDK has no ${api}.${method}`);
  return perform.apply(found, [...values]);
}

function send(mail: object): Promise<Entity> {
  return call('ConversationsApi', 'postConversationsEmailsAgentless', mail);
}

let outboxUrl = '';

/** The status of the newest message of a conversation, from the operator's outbox. */
async function statusOf(conversationId: unknown): Promise<string | undefined> {
  const answer = await fetch(outboxUrl);
  const { entities } = (await answer.json()) as { entities: { conversationId: string; status: string }[] };
  return entities.find((one) => one.conversationId === conversationId)?.status;
}

/** Asks again until it is so; the test's own time-out ends what never comes. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((again) => setImmediate(again));
}

async function init(data: string): Promise<{ readonly id: string; readonly secret: string }> {
  const { code, out, err } = await attendantProcess(['init', '--data', data, '--name', 'Story Ltd', '--json'])
    .ended;
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return (JSON.parse(out) as { readonly client: { readonly id: string; readonly secret: string } }).client;
}

async function serve({ data, flows }: { readonly data: string; readonly flows: string }): Promise<number> {
  const child = attendantProcess(['serve', '--port', '0', '--data', data, '--flows', flows]);
  const [, port = ''] = /listens on \S+:(\d+)/.exec(await child.printed('Ctrl-C stops it')) ?? [];
  outboxUrl = `http://127.0.0.1:${port}/attendant/outbox`;
  return Number(port);
}

async function openWorld() {
  const dns = await openDnsServer();
  const receiver = await openSmtpReceiver();
  const flows = folderOf({ 'local.platform.json': platformFile(receiver.port, dns.address) });
  return { data: join(newFolder(), 'data'), flows, dns, receiver };
}

function platformFile(smtpPort: number, resolver: string) {
  return {
    organization: { name: 'Story Ltd' },
    oauthClients: [],
    whatsappIntegrations: [{ id: 'wa', name: 'Main', phoneNumber: '+13175550100', status: 'active' }],
    templates: [{ id: 'plain', name: 'plain', language: 'en', status: 'approved', body: 'Hello.' }],
    consents: [{ channel: 'whatsapp', address: CUSTOMER, method: 'test', businessName: 'Story Ltd' }],
    queues: [{ id: 'support', name: 'Support' }],
    users: [{ id: 'agent-1', name: 'Bo', queues: ['support'], isAvailable: false }],
    outboundDomains: [{ name: 'mail.example.com', provisioned: true }],
    dns: { servers: [resolver] },
    carriers: { email: { smtp: { host: '127.0.0.1', port: smtpPort, security: 'none' } } },
  };
}
