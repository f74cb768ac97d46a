import { describe, expect, it } from 'vitest';
import { type ExportedDefinition, exportedSchema } from '../../src/actions/data-action-definition.ts';
import { Faults } from '../../src/actions/faults.ts';
import { messagingOfExport } from '../../src/actions/messaging-velocity.ts';
import { planVelocityRequest, planVelocityResponse } from '../../src/actions/plan-velocity.ts';
import type { JsonObject } from '../../src/authoring/json.ts';
import type { Messaging } from '../../src/authoring/messaging.ts';
import { schemaCheck } from '../../src/authoring/schema-check.ts';

const checkShape = schemaCheck(exportedSchema);
const FILE = 'case.data-action.json';

const AGENTLESS = '/api/v2/conversations/messages/agentless';
const INPUTS = ['from', 'to', 'channel', 'status', 'toAddress', 'toAddressMessengerType'];

interface Written {
  readonly url?: string;
  readonly method?: string;
  readonly body?: string;
  readonly type?: string;
  readonly inputs?: readonly string[];
  readonly response?: JsonObject;
  readonly more?: JsonObject;
}

/** An export of which only the telling parts are written. */
function read({ url = AGENTLESS, method = 'POST', body, inputs = INPUTS, response = {}, ...rest }: Written) {
  const integrationType = rest.type ?? 'purecloud-data-actions';
  const properties = Object.fromEntries(inputs.map((name) => [name, { type: 'string', minLength: 1 }]));
  const text = body === undefined ? {} : { requestTemplate: body };
  const definition: JsonObject = {
    name: 'case',
    integrationType,
    contract: {
      input: { inputSchema: { type: 'object', required: ['to'], properties } },
      output: { successSchema: { type: 'object', properties: {} } },
    },
    config: { request: { requestType: method, requestUrlTemplate: url, ...text }, response },
    ...rest.more,
  };
  expect(checkShape(definition, { file: FILE, pointer: '' })).toEqual([]);
  const { config } = definition as unknown as ExportedDefinition;
  const faults = new Faults(FILE);
  const request = planVelocityRequest(config.request, integrationType, faults);
  const answer = planVelocityResponse(response, faults);
  if (request === undefined || answer === undefined) throw new Error(JSON.stringify(faults.all, null, 2));
  const plan = { request, response: answer, integrationType };
  return {
    messaging: messagingOfExport(definition as unknown as ExportedDefinition, plan, faults),
    faults: faults.all,
  };
}

const messaging = (written: Written): Messaging => read(written).messaging;
const body = (channel: string, to: string, more = '') =>
  `{\n "fromAddress": "\${input.from}",\n "toAddress": ${to},\n "toAddressMessengerType": ${channel}${more}\n}`;
const TO = '"${input.to}"';
const SENT = { channel: { fixed: 'whatsapp' }, to: { input: 'to' } };
const SMS = { ...SENT, channel: { fixed: 'sms' } };
const TO_SOMEBODY = { channel: { fixed: 'whatsapp' } };

describe('what an export sends, read from its request', () => {
  const bodies: { readonly [name: string]: readonly [string, JsonObject] } = {
    'a WhatsApp message': [body('"whatsapp"', TO), SENT],
    'an SMS': [body('"sms"', TO, ', "textBody": "$esc.jsonString(${input.status})"'), SMS],
    'an SMS whose text is made before': [
      `#set($text = "Hi $input.status")${body('"sms"', TO, ', "textBody": "$esc.jsonString($text)"')}`,
      SMS,
    ],
    'a channel that an input gives': [
      body('"${input.channel}"', TO),
      { ...SENT, channel: { input: 'channel' } },
    ],
    'the whole input': [
      ' ${input.rawRequest}\n',
      { channel: { input: 'toAddressMessengerType' }, to: { input: 'toAddress' } },
    ],
    'a recipient that is escaped': [body('"whatsapp"', '"$esc.jsonString(${input.to})"'), SENT],
    'a recipient that is escaped within quotation marks': [
      body('"whatsapp"', '"$esc.jsonEncode("$!{input.to}")"'),
      SENT,
    ],
    'a recipient in other letters': [body('"whatsapp"', '"$!{INPUT.To}"'), SENT],
    'a recipient without its plus sign': [body('"whatsapp"', '"${input.to.replace("+", "").trim()}"'), SENT],
    'a recipient with a plus sign before': [body('"whatsapp"', '"+${input.to}"'), SENT],
    'quotation marks by their name': [
      body('${esc.quote}whatsapp${esc.quote}', '${esc.quote}${input.to}${esc.quote}'),
      SENT,
    ],
    'an optional part': [body('"whatsapp"', TO, '#if($input.status), "textBody": "$input.status"#end'), SENT],
    'what comes last of two': [body('"sms", "toAddressMessengerType": "whatsapp"', TO), SENT],
    'a recipient of two inputs': [body('"whatsapp"', '"${input.to}${input.from}"'), TO_SOMEBODY],
    'a recipient with a digit before': [body('"whatsapp"', '"4${input.to}"'), TO_SOMEBODY],
    'a recipient whose digits change': [body('"whatsapp"', '"${input.to.replace("0", "")}"'), TO_SOMEBODY],
    'a recipient that is cut': [body('"whatsapp"', '"${input.to.substring(1)}"'), TO_SOMEBODY],
    'a recipient that is encoded for a URL': [body('"whatsapp"', '"$esc.url(${input.to})"'), TO_SOMEBODY],
    'a recipient that no input gives': [body('"whatsapp"', '"${input.nobody}"'), TO_SOMEBODY],
    'a recipient that is set before': [`#set($input = {"to": "13175550100"})${body('"whatsapp"', TO)}`, {}],
    'a channel that is changed': [body('"${input.channel.trim()}"', TO), { to: { input: 'to' } }],
    'one of two channels': [body('#if($input.status)"sms"#else"whatsapp"#end', TO), { to: { input: 'to' } }],
    'a channel that is hidden in a text': [
      `#set($more = '"x", "toAddressMessengerType": "whatsapp"')${body('"sms"', TO, ', "textBody": $more')}`,
      {},
    ],
    'a key that an input gives': [body('"sms"', TO, ', "${input.status}": "whatsapp"'), {}],
    'what a loop writes': [`#foreach($n in [1, 2])${body('"sms"', TO)}#end`, {}],
    'what is no JSON': [`toAddress=$input.to`, {}],
  };
  for (const [name, [text, sends]] of Object.entries(bodies))
    it(`W6 ${name}`, () => expect(messaging({ body: text })).toEqual({ sends }));

  it('W6 no body at all', () => expect(messaging({})).toEqual({ sends: {} }));

  it('W6 two inputs that differ in case alone are none', () => {
    const inputs = ['to', 'TO'];
    expect(messaging({ body: body('"whatsapp"', TO), inputs })).toEqual({ sends: TO_SOMEBODY });
  });

  const rest = 'custom-rest-actions';
  const urls: { readonly [name: string]: readonly [string, string?] } = {
    'in other letters and escapes': ['/api/v2/Conversations/messages/agentles%73/?a=1'],
    'that an input completes': ['/api/v2/conversations/messages/${input.status}'],
    'with a line break': ['/api/v2/conversations/messages\n/agentless\n'],
    'that is set before': ['/api/v2/conversations/#set($path = "messages/agentless")$path?x=1'],
    'with a condition': ['/api/v2/conversations/#if($input.status)messages/agentless#{else}emails#end'],
    'of the platform in full': ['https://api.mypurecloud.com/api/v2/conversations/messages/agentless', rest],
    'at a host that a credential names': [
      'https://${credentials.host}/api/v2/conversations/messages/agentless',
      rest,
    ],
    'behind a credential': ['${credentials.base}.example.com/conversations/messages/agentless', rest],
    'of Meta': ['https://graph.facebook.com/v20.0/${input.from}/messages', rest],
  };
  for (const [name, [url, type]] of Object.entries(urls))
    it(`W6 an address ${name}`, () => {
      const text = body('"whatsapp"', TO).replace('}"', '}", "to": "${input.to}"');
      expect(messaging({ url, body: text, ...(type !== undefined && { type }) })).toEqual({ sends: SENT });
    });

  it('W6 anything, where a loop writes the address', () => {
    const url = '/api/v2#foreach($name in ["conversations"])/$name#end/messages/agentless';
    const text = body('"whatsapp"', TO);
    expect(messaging({ url, body: text })).toEqual({ sends: SENT, reachesCampaign: true });
  });

  it('W6 nothing, where a request goes elsewhere or only reads', () => {
    const text = body('"whatsapp"', TO);
    expect(messaging({ method: 'GET' })).toEqual({});
    expect(messaging({ url: '/api/v2/conversations/emails/agentless', body: text })).toEqual({});
    expect(messaging({ url: '/api/v2/conversations/${input.status}', body: text })).toEqual({});
    expect(messaging({ url: '${credentials.loginUrl}', body: text, type: rest })).toEqual({});
    expect(messaging({ url: '${credentials.base}/orders/$input.to', body: text, type: rest })).toEqual({});
    const token = 'https://login.example.com/${credentials.tenant}/oauth2/token';
    expect(messaging({ url: token, body: text, type: rest })).toEqual({});
    expect(messaging({ url: 'some-function', type: 'function-data-actions', body: text })).toEqual({});
  });

  it('W6 a campaign, by its own address and by its list', () => {
    const reaches = { reachesCampaign: true };
    expect(messaging({ url: '/api/v2/outbound/messagingcampaigns/$input.to', method: 'PUT' })).toEqual(
      reaches,
    );
    expect(messaging({ url: '/api/v2/outbound/contactlists/${input.to}/contacts?p=1' })).toEqual(reaches);
    expect(messaging({ url: '/api/v2/outbound/contactlists/${input.to}/contacts/1', method: 'PUT' })).toEqual(
      reaches,
    );
    expect(messaging({ url: '/api/v2/outbound/contactlists' })).toEqual({});
  });

  it('W6 what its author declares of another service, and no contradiction', () => {
    const declared = (channel: string, to: string) => ({ sends: { channel, to } });
    const text = body('"whatsapp"', TO);
    const other = { url: 'https://example.com/notify', type: rest, body: text };
    expect(messaging({ ...other, more: declared('whatsapp', 'to') })).toEqual({ sends: SENT });
    const codes = (written: Written) => read(written).faults.map(({ code, pointer }) => `${code} ${pointer}`);
    expect(codes({ body: text, more: declared('whatsapp', 'to') })).toEqual([]);
    expect(codes({ body: text, more: declared('sms', 'from') })).toEqual([
      'SENDS_MISMATCH /sends/channel',
      'SENDS_MISMATCH /sends/to',
    ]);
    const [fault] = read({ body: text, more: declared('whatsapp', 'from') }).faults;
    expect(fault?.hint).toContain('"${input.from}"');
  });
});

describe('what an export does with consents', () => {
  const type = 'attendant';
  const url = '/attendant/consents/whatsapp/${input.to}';
  const about = { granted: 'granted', channel: { fixed: 'whatsapp' }, address: { input: 'to' } };
  const consent = (written: Written) => messaging({ type, url, ...written }).consent;

  it('W6 is read from the address of the register', () => {
    expect(consent({ method: 'PUT' })).toEqual({ does: 'grant', ...about });
    expect(consent({ method: 'DELETE' })).toEqual({ does: 'withdraw', ...about });
    expect(consent({ method: 'GET' })).toEqual({ does: 'ask', ...about, status: 'status' });
    const escaped = '/attendant/consents/${input.channel}/$esc.uriEncode(${input.to.replace("+", "")})';
    expect(consent({ method: 'PUT', url: escaped })).toEqual({
      does: 'grant',
      ...about,
      channel: { input: 'channel' },
    });
  });

  it('W6 is of a channel that nobody knows when it is changed', () => {
    const changed = '/attendant/consents/${input.channel.replace("whats", "")}/${input.to}';
    const { channel: _, ...rest } = about;
    expect(consent({ method: 'PUT', url: changed })).toEqual({ does: 'grant', ...rest });
  });

  it('W6 finds the output that holds the status', () => {
    const asked = (response: JsonObject) => consent({ method: 'GET', response })?.status;
    const map = { translationMap: { said: '$.status', how: '$.method' } };
    expect(asked({ successTemplate: '${rawResult}' })).toBe('status');
    expect(asked({ ...map, successTemplate: '{"method": ${how}, "status": ${said}}' })).toBe('status');
    expect(asked({ ...map, successTemplate: '{"status": ${how}}' })).toBeUndefined();
    expect(asked({ ...map, successTemplate: '{"status": "granted"}' })).toBeUndefined();
    const defaults = { translationMapDefaults: { said: '"granted"' } };
    expect(asked({ ...map, ...defaults, successTemplate: '{"status": ${said}}' })).toBeUndefined();
    expect(
      asked({ ...map, successTemplate: '#if($said){"status": ${said}}#else{"status": "granted"}#end' }),
    ).toBeUndefined();
  });

  it('W6 counts as a withdrawal where it may be one', () => {
    const withdraws = { does: 'withdraw', granted: 'granted' };
    const maybe = '#if($input.status)/attendant/consents/whatsapp/${input.to}#{else}/attendant/other#end';
    expect(consent({ method: 'PUT', url: `/attendant${maybe.replaceAll('/attendant', '')}` })).toEqual(
      withdraws,
    );
    const open = '/attendant/consents/#foreach($part in ["whatsapp"])$part/#end$input.to';
    expect(consent({ method: 'PUT', url: open })).toEqual(withdraws);
    expect(consent({ method: 'GET', url: open })).toBeUndefined();
  });

  it('W6 is declared for another register; no default may grant it', () => {
    const other = { type: 'custom-rest-actions', url: 'https://example.com/consents', method: 'GET' };
    const more = { consent: { does: 'ask', channel: '${input.channel}', address: 'to', status: 'status' } };
    expect(messaging({ ...other, more }).consent).toEqual({
      does: 'ask',
      channel: { input: 'channel' },
      address: { input: 'to' },
      status: 'status',
      granted: true,
    });
    const response = {
      translationMap: { status: '$.agreed' },
      translationMapDefaults: { status: 'true' },
      successTemplate: '{"status": ${status}}',
    };
    expect(read({ ...other, more, response }).faults).toMatchObject([
      { code: 'CONSENT_DECLARATION', pointer: '/config/response/translationMapDefaults' },
    ]);
  });
});
