import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import { CAMPAIGNS, type CampaignServer, campaignSeed, openCampaignServer } from './campaign-server.ts';

const DOMAIN = 'mail.example.com';
const SEED = campaignSeed({
  outboundDomains: [
    { name: DOMAIN, provisioned: true },
    { name: 'new.example.com', provisioned: false },
  ],
  inboundDomains: [
    {
      name: 'in.example.com',
      routes: [
        { pattern: 'help', queue: 'support' },
        { pattern: '*', queue: 'support' },
      ],
    },
  ],
  queues: [{ id: 'support', name: 'Support' }],
} as Parameters<typeof campaignSeed>[0]);
const COLUMNS = ['mail', 'phone', 'name', 'text'];
const column = (columnName: string) => [{ columnName, type: 'x' }];
const SETTINGS = { emailColumns: column('mail'), phoneColumns: column('phone'), whatsAppColumns: [] };

async function open(rows: readonly (readonly string[])[]) {
  const server = await openCampaignServer(SEED);
  const list = await server.list({ columnNames: COLUMNS, settings: SETTINGS, rows });
  const library = await server.ask('POST', '/api/v2/responsemanagement/libraries', { name: 'All' });
  const response = async (
    responseType: string,
    texts: readonly JsonObject[],
    substitutions: readonly JsonObject[] = [],
  ) => {
    const made = await server.ask('POST', '/api/v2/responsemanagement/responses', {
      ...{ name: responseType, responseType, libraries: [{ id: library.body['id'] ?? '' }] },
      ...{ texts: [...texts], substitutions: [...substitutions] },
    });
    if (made.status !== 200) throw new Error(JSON.stringify(made.body));
    return { id: String(made.body['id']) };
  };
  const post = (more: JsonObject) =>
    server.ask('POST', CAMPAIGNS, {
      ...{ name: `C ${Math.random()}`, contactList: { id: list }, messagesPerMinute: 600 },
      ...more,
    });
  return { server, list, response, post };
}

/** Starts what was made, and lets it come to its end. */
async function run(server: CampaignServer, made: { readonly status: number; readonly body: JsonObject }) {
  expect(made, JSON.stringify(made.body)).toMatchObject({ status: 200 });
  const id = String(made.body['id']);
  expect((await server.start(id)).status).toBe(204);
  await server.pass(60_000);
  return { id, progress: (await server.ask('GET', `${CAMPAIGNS}/${id}/progress`)).body };
}

const messages = ({ local }: CampaignServer) =>
  local.platform.messages
    .newest({ limit: 100 })
    .map(({ id }) => local.platform.messages.one(id))
    .reverse();

const SMS = {
  ...{ messageColumn: 'text', phoneColumn: 'phone' },
  senderSmsPhoneNumber: { phoneNumber: '+13175550190' },
};

describe('C8 an SMS campaign', () => {
  it('C8 writes what stands in the message column, and skips what cannot be written', async () => {
    const { server, post } = await open([
      ['', '+4930000001', 'Ann', 'Hello Ann'],
      ['', '+4930000002', 'Bob', ''],
      ['', '+4930000003', 'Cid', 'x'.repeat(765)],
      ['', '+4930000004', 'Dan', 'x'.repeat(766)],
      ['', '4930000005', 'Eve', 'no plus'],
      ['', '', 'Fay', 'nobody'],
      ['', '+4930000007', 'Gus', '{{name}}'],
    ]);
    const { progress } = await run(server, await post({ smsConfig: SMS }));
    expect(messages(server).map((message) => [message?.toAddress, message?.text.slice(0, 20)])).toEqual([
      ['+4930000001', 'Hello Ann'],
      ['+4930000003', 'x'.repeat(20)],
      ['+4930000007', '{{name}}'],
    ]);
    expect(progress).toMatchObject({
      numberOfContactsSkipped: { INVALID_VALUE: 1, TEXT_TOO_LONG: 1, INVALID_ADDRESS: 1, NO_ADDRESS: 1 },
    });
  });

  it('C8 fills a content template, with defaults for what is empty', async () => {
    const { server, post, response } = await open([
      ['', '+4930000001', 'Ann', ''],
      ['', '+4930000002', '', ''],
      ['', '+4930000003', '{{text}}', 'secret'],
    ]);
    const contentTemplate = await response(
      'CampaignSmsTemplate',
      [{ content: 'Hi {{ NAME }}!', contentType: 'text/plain' }],
      [{ id: 'NAME', defaultValue: 'you' }],
    );
    await run(server, await post({ smsConfig: { ...SMS, contentTemplate } }));
    expect(messages(server).map((message) => message?.text)).toEqual(['Hi Ann!', 'Hi you!', 'Hi {{text}}!']);
  });

  it('C8 is refused, each time with its reason', async () => {
    const { post, response } = await open([['', '+4930000001', 'Ann', 'x']]);
    const mail = await response('CampaignEmailTemplate', [
      { content: 'x', type: 'subject', contentType: 'text/plain' },
    ]);
    const places = await response('CampaignSmsTemplate', [
      { content: '{{city}}', contentType: 'text/plain' },
    ]);
    for (const [change, code] of [
      [{ senderSmsPhoneNumber: { phoneNumber: '+13175550191' } }, 'attendant.sms.number.not.found'],
      [{ phoneColumn: 'mail' }, 'attendant.contact.list.no.column'],
      [{ messageColumn: 'nothing' }, 'attendant.campaign.column.not.found'],
      [{ contentTemplate: { id: 'nothing' } }, 'attendant.template.not.found'],
      [{ contentTemplate: { id: 'plain' } }, 'attendant.campaign.template.type'],
      [{ contentTemplate: mail }, 'attendant.campaign.template.type'],
      [{ contentTemplate: places }, 'attendant.campaign.column.not.found'],
    ] as const)
      expect(await post({ smsConfig: { ...SMS, ...change } }), JSON.stringify(change)).toMatchObject({
        status: 400,
        body: { code },
      });
  });
});

const EMAIL = {
  emailColumns: ['mail'],
  fromAddress: { domain: { id: DOMAIN }, localPart: 'news', friendlyName: 'The Shop' },
};
const MAIL_TEXTS = [
  { content: 'For {{name}}', type: 'subject', contentType: 'text/plain' },
  { content: 'Hello {{name}}: {{text}}', type: 'body', contentType: 'text/plain' },
  { content: '<p title="{{name}}">{{text}}</p>', type: 'body', contentType: 'text/html' },
];

describe('C8 an e-mail campaign', () => {
  it('C8 fills subject, text and HTML; no value becomes a header, markup or a place', async () => {
    const { server, post, response } = await open([
      ['ann@example.net', '', 'Ann', 'one'],
      ['bob@example.net', '', 'Bob\r\nBcc: x@example.net', '<script>"&\'</script>'],
      ['cid@example.net', '', '{{mail}}', ''],
      ['not an address', '', 'Dan', ''],
      ['a@example.net,b@example.net', '', 'Eve', ''],
      ['', '', 'Fay', ''],
      ['gus@example.net', '', 'x'.repeat(500), ''],
    ]);
    const contentTemplate = await response('CampaignEmailTemplate', MAIL_TEXTS, [
      { id: 'text', defaultValue: 'nothing' },
    ]);
    const { progress } = await run(server, await post({ emailConfig: { ...EMAIL, contentTemplate } }));
    const found = messages(server);
    expect(found.map((mail) => [mail?.toAddress, mail?.subject, mail?.text])).toEqual([
      ['ann@example.net', 'For Ann', 'Hello Ann: one'],
      ['bob@example.net', 'For Bob Bcc: x@example.net', `Hello Bob Bcc: x@example.net: <script>"&'</script>`],
      ['cid@example.net', 'For {{mail}}', 'Hello {{mail}}: nothing'],
    ]);
    expect(found[1]?.fields['html']).toBe(
      '<p title="Bob Bcc: x@example.net">&lt;script&gt;&quot;&amp;&#39;&lt;/script&gt;</p>',
    );
    expect(found[0]?.fromAddress).toBe(`news@${DOMAIN}`);
    expect(progress).toMatchObject({
      numberOfContactsSkipped: { INVALID_ADDRESS: 2, NO_ADDRESS: 1, TEXT_TOO_LONG: 1 },
    });
  });

  it('C8 names the mailbox of a route for replies, and writes to nobody who has unsubscribed', async () => {
    const { server, post, response } = await open([
      ['ann@example.net', '', 'Ann', 'one'],
      ['Bob@Example.net', '', 'Bob', 'two'],
    ]);
    await server.local.platform.consents.withdraw('email', 'bob@example.net');
    const contentTemplate = await response('CampaignEmailTemplate', MAIL_TEXTS);
    const routes = await server.ask('GET', '/api/v2/routing/email/domains/in.example.com/routes');
    const entities = routes.body['entities'] as readonly { readonly id: string; readonly pattern: string }[];
    const route = (pattern: string) => ({ id: entities.find((one) => one.pattern === pattern)?.id ?? '' });
    const replyToAddress = { domain: { id: 'in.example.com' }, route: route('help') };
    const config = { ...EMAIL, contentTemplate, replyToAddress };
    for (const wrong of [
      { domain: { id: DOMAIN }, route: route('help') },
      { domain: { id: 'in.example.com' }, route: { id: 'nothing' } },
      { domain: { id: 'in.example.com' }, route: route('*') },
    ])
      expect((await post({ emailConfig: { ...config, replyToAddress: wrong } })).body).toMatchObject({
        code: 'attendant.campaign.part.not.found',
      });
    const { progress } = await run(server, await post({ emailConfig: config }));
    const found = messages(server);
    expect(found.map((mail) => mail?.toAddress)).toEqual(['ann@example.net']);
    expect(JSON.stringify(found[0]?.fields)).toContain('help@in.example.com');
    expect(progress).toMatchObject({ numberOfContactsSkipped: { OPTED_OUT: 1 } });
  });

  it('M6 C8 is refused with a domain that is not activated, and is forced off when its domain or route is removed', async () => {
    const { server, post, response } = await open(
      Array.from({ length: 30 }, (_, index) => [`c${index}@example.net`, '', 'x', 'y']),
    );
    const contentTemplate = await response('CampaignEmailTemplate', MAIL_TEXTS);
    const config = { ...EMAIL, contentTemplate };
    for (const [fromAddress, code] of [
      [{ domain: { id: 'new.example.com' }, localPart: 'news' }, 'email.error.domain.not.verified'],
      [{ domain: { id: 'nothing.example.com' }, localPart: 'news' }, 'email.error.domain.not.verified'],
      [{ domain: { id: DOMAIN }, localPart: 'a b' }, 'email.error.invalid.email'],
      [{ domain: { id: DOMAIN }, localPart: 'a@b' }, 'email.error.invalid.email'],
      [{ domain: { id: DOMAIN }, localPart: 'a', friendlyName: 'x\r\ny' }, 'constraint.validation'],
      [{ domain: { id: DOMAIN }, localPart: '' }, 'constraint.validation'],
    ] as const)
      expect(
        await post({ emailConfig: { ...config, fromAddress } }),
        JSON.stringify(fromAddress),
      ).toMatchObject({
        status: 400,
        body: { code },
      });
    const made = await post({ emailConfig: config, messagesPerMinute: 60 });
    const id = String(made.body['id']);
    await server.start(id);
    await server.pass(3_500);
    const removed = await server.ask('DELETE', `/api/v2/routing/email/outbound/domains/${DOMAIN}`);
    expect(removed.status).toBeLessThan(300);
    await server.pass(10_000);
    expect((await server.ask('GET', `${CAMPAIGNS}/${id}`)).body).toMatchObject({
      campaignStatus: 'forced_off',
      errors: [{ error: 'email.error.domain.not.verified' }],
    });
    expect(messages(server)).toHaveLength(4);
  });
});
