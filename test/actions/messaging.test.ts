import { describe, expect, it } from 'vitest';
import { compileDataAction } from '../../src/actions/compile-data-action.ts';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import type { Messaging } from '../../src/authoring/messaging.ts';

const INPUTS = ['to', 'number', 'channel', 'status', 'id'];

/** A data action of which only the telling parts are written. */
function compiled(request: JsonObject, more: JsonObject = {}) {
  const { response, ...rest } = more;
  const properties = Object.fromEntries(INPUTS.map((name) => [name, { type: 'string', minLength: 1 }]));
  return compileDataAction(
    {
      name: 'case',
      integrationType: 'purecloud-data-actions',
      templates: 'handlebars',
      contract: {
        input: { inputSchema: { type: 'object', required: ['number'], properties } },
        output: {
          successSchema: {
            type: 'object',
            properties: { status: { type: 'string' }, agreed: { type: 'boolean' } },
          },
        },
      },
      config: { request, ...(response === undefined ? {} : { response }) },
      ...rest,
    },
    'case.data-action.json',
  );
}

function messaging(request: JsonObject, more?: JsonObject): Messaging | undefined {
  const { dataAction, diagnostics } = compiled(request, more);
  if (dataAction === undefined) throw new Error(JSON.stringify(diagnostics, null, 2));
  return dataAction.messaging;
}

const agentless = (
  requestTemplate: Json,
  requestUrlTemplate = '/api/v2/conversations/messages/agentless',
) => ({
  requestType: 'POST',
  requestUrlTemplate,
  requestTemplate,
});
const WHATSAPP = { toAddress: '{{input.to}}', toAddressMessengerType: 'whatsapp' };
const SENT = { channel: { fixed: 'whatsapp' }, to: { input: 'to' } };
const register = (requestType: string, requestUrlTemplate: string): JsonObject => ({
  requestType,
  requestUrlTemplate,
});

describe('what a data action sends, read from its request', () => {
  const cases: { readonly [name: string]: readonly [JsonObject, Json, JsonObject?] } = {
    'a WhatsApp message': [agentless(WHATSAPP), SENT],
    'an SMS': [
      agentless({ ...WHATSAPP, toAddressMessengerType: 'sms' }),
      { ...SENT, channel: { fixed: 'sms' } },
    ],
    'a channel that an input gives': [
      agentless({ ...WHATSAPP, toAddressMessengerType: '{{input.channel}}' }),
      { ...SENT, channel: { input: 'channel' } },
    ],
    'a channel that nobody knows': [agentless({ toAddress: '{{input.to}}' }), { to: { input: 'to' } }],
    'a recipient with a plus before': [agentless({ ...WHATSAPP, toAddress: '+{{input.to}}' }), SENT],
    'a recipient of two inputs': [
      agentless({ ...WHATSAPP, toAddress: '{{input.to}}{{input.number}}' }),
      { channel: { fixed: 'whatsapp' } },
    ],
    'a recipient with a digit before': [
      agentless({ ...WHATSAPP, toAddress: '4{{input.to}}' }),
      { channel: { fixed: 'whatsapp' } },
    ],
    'an address in other letters and escapes': [
      agentless(WHATSAPP, '/api/v2/Conversations/messages/agentles%73/?a=1'),
      SENT,
    ],
    'an address that an input completes': [
      agentless(WHATSAPP, '/api/v2/conversations/messages/{{input.id}}'),
      SENT,
    ],
    'the platform at its full address': [
      agentless(WHATSAPP, 'https://api.mypurecloud.com/api/v2/conversations/messages/agentless'),
      SENT,
      { integrationType: 'custom-rest-actions' },
    ],
    "Meta's own address": [
      agentless({ to: '{{input.to}}' }, 'https://graph.facebook.com/v20.0/123/messages'),
      SENT,
      { integrationType: 'custom-rest-actions' },
    ],
    'what the author declares of another service': [
      agentless({ number: '{{input.to}}' }, 'https://example.com/notify'),
      SENT,
      { integrationType: 'custom-rest-actions', sends: { channel: 'whatsapp', to: 'to' } },
    ],
  };
  for (const [name, [request, sends, more]] of Object.entries(cases))
    it(`W6 ${name}`, () => expect(messaging(request, more)).toEqual({ sends }));

  it('W6 nothing, where a request only reads', () => {
    expect(messaging(register('GET', '/api/v2/conversations/messages/agentless'))).toEqual({});
    expect(messaging(register('POST', '/api/v2/conversations/messages/1/communications/2/messages'))).toEqual(
      {},
    );
  });

  it('W6 a campaign, by its own address and by its list', () => {
    expect(messaging(register('GET', '/api/v2/outbound/messagingcampaigns'))).toEqual({});
    expect(messaging(register('POST', '/api/v2/outbound/messagingcampaigns'))).toEqual({
      reachesCampaign: true,
    });
    expect(messaging(register('POST', '/api/v2/outbound/contactlists/{{input.id}}/contacts'))).toEqual({
      reachesCampaign: true,
    });
  });

  it('W6 refuses a declaration that the request contradicts', () => {
    const codes = (request: JsonObject, sends: JsonObject) =>
      compiled(request, { sends })
        .diagnostics.filter(({ severity }) => severity === 'error')
        .map(({ code, pointer }) => `${code} ${pointer}`);
    expect(codes(agentless(WHATSAPP), { channel: 'sms', to: 'to' })).toEqual([
      'SENDS_MISMATCH /sends/channel',
    ]);
    expect(codes(agentless(WHATSAPP), { channel: 'whatsapp', to: 'number' })).toEqual([
      'SENDS_MISMATCH /sends/to',
    ]);
    expect(codes(agentless(WHATSAPP), { channel: 'whatsapp', to: 'to' })).toEqual([]);
  });
});

describe('what a data action does with consents', () => {
  const attendant = { integrationType: 'attendant' };
  const about = { granted: 'granted', channel: { fixed: 'whatsapp' }, address: { input: 'number' } };
  const url = '/attendant/consents/whatsapp/{{input.number}}';

  it('W6 is read from the address of the register', () => {
    expect(messaging(register('PUT', url), attendant)?.consent).toEqual({ does: 'grant', ...about });
    expect(messaging(register('DELETE', url), attendant)?.consent).toEqual({ does: 'withdraw', ...about });
    expect(messaging(register('GET', url), attendant)?.consent).toEqual({
      does: 'ask',
      ...about,
      status: 'status',
    });
    expect(
      messaging(register('PUT', '/attendant/consents/{{input.channel}}/{{input.number}}'), attendant)
        ?.consent,
    ).toEqual({ does: 'grant', ...about, channel: { input: 'channel' } });
  });

  it('W6 finds the output that holds the status', () => {
    const asked = (response: JsonObject) =>
      messaging(register('GET', url), { ...attendant, response })?.consent?.status;
    expect(asked({ translationMap: { status: '$.status' } })).toBe('status');
    expect(asked({ translationMap: { said: '$.status' }, successTemplate: { status: '{{said}}' } })).toBe(
      'status',
    );
    expect(asked({ translationMap: { status: '$.method' } })).toBeUndefined();
    expect(
      asked({ translationMap: { status: '$.status' }, translationMapDefaults: { status: 'granted' } }),
    ).toBeUndefined();
  });

  it('W6 is not read from the same address elsewhere', () => {
    const elsewhere = { integrationType: 'custom-rest-actions' };
    expect(messaging(register('PUT', `https://example.com${url}`), elsewhere)).toEqual({});
  });

  const other = { requestType: 'POST', requestUrlTemplate: 'https://example.com/consents' };
  const declared = (consent: JsonObject, more: JsonObject = {}) =>
    compiled(other, { integrationType: 'custom-rest-actions', consent, ...more });
  const base = { channel: 'whatsapp', address: 'number' };

  it('W6 is declared for another register', () => {
    expect(declared({ does: 'ask', ...base, status: 'agreed' }).dataAction?.messaging.consent).toEqual({
      does: 'ask',
      channel: { fixed: 'whatsapp' },
      address: { input: 'number' },
      status: 'agreed',
      granted: true,
    });
    expect(
      declared({ does: 'record', ...base, channel: '{{input.channel}}', status: 'status' }).dataAction
        ?.messaging.consent,
    ).toEqual({
      does: 'record',
      channel: { input: 'channel' },
      address: { input: 'number' },
      status: 'status',
      granted: 'granted',
    });
  });

  it('W6 refuses a declaration that says too little, or lets a default grant', () => {
    const faults = (...given: Parameters<typeof declared>) =>
      declared(...given)
        .diagnostics.filter(({ severity }) => severity === 'error')
        .map(({ code, pointer }) => `${code} ${pointer}`);
    expect(faults({ does: 'ask', ...base })).toEqual(['CONSENT_DECLARATION /consent']);
    expect(faults({ does: 'record', ...base, status: 'stat' })).toEqual(['UNKNOWN_INPUT /consent/status']);
    expect(faults({ does: 'grant', ...base, address: 'nubmer' })).toEqual(['UNKNOWN_INPUT /consent/address']);
    expect(faults({ does: 'grant', ...base, address: 'to' })).toEqual([
      'CONSENT_DECLARATION /consent/address',
    ]);
    const response = { translationMap: { agreed: '$.agreed' }, translationMapDefaults: { agreed: true } };
    expect(faults({ does: 'ask', ...base, status: 'agreed' }, { response })).toEqual([
      'CONSENT_DECLARATION /config/response/translationMapDefaults',
    ]);
  });
});
