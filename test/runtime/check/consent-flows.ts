import type { Json, JsonObject } from '../../../src/authoring/json.ts';
import type { Messaging } from '../../../src/authoring/messaging.ts';
import type { DataActionContract } from '../../../src/runtime/flow-action.ts';

/* Data actions and actions that flows of the consent tests are made of. */

const text = { type: 'string', required: false } as const;

function contract(messaging: Messaging, outputs: DataActionContract['outputs'] = {}): DataActionContract {
  return { inputs: { to: text, number: text, channel: text, status: text }, outputs, messaging };
}

const WHATSAPP = { fixed: 'whatsapp' } as const;
const about = { channel: WHATSAPP, address: { input: 'number' }, granted: 'granted' } as const;

/** By the names flows call them. */
export const DATA_ACTIONS: { readonly [name: string]: DataActionContract } = {
  send: contract({ sends: { channel: WHATSAPP, to: { input: 'to' } } }),
  sendSms: contract({ sends: { channel: { fixed: 'sms' }, to: { input: 'to' } } }),
  sendOn: contract({ sends: { channel: { input: 'channel' }, to: { input: 'to' } } }),
  sendToUnknown: contract({ sends: { channel: WHATSAPP } }),
  campaign: contract({ reachesCampaign: true }),
  grant: contract({ consent: { does: 'grant', ...about } }),
  grantOn: contract({ consent: { does: 'grant', ...about, channel: { input: 'channel' } } }),
  record: contract({ consent: { does: 'record', ...about, status: 'status' } }),
  withdraw: contract({ consent: { does: 'withdraw', ...about } }),
  ask: contract(
    { consent: { does: 'ask', ...about, status: 'agreed', granted: true } },
    { agreed: 'boolean' },
  ),
  askStatus: contract({ consent: { does: 'ask', ...about, status: 'status' } }, { status: 'string' }),
  lookUp: contract({}, { number: 'string', phones: 'stringCollection', person: 'json' }),
};

/** A value by an Architect expression. */
export const exp = (expression: string): JsonObject => ({ exp: expression });

/** A variable's value. */
export const of = (name: string): JsonObject => ({ var: name });

export function call(dataAction: string, inputs: JsonObject, more: JsonObject = {}): JsonObject {
  return { callData: { dataAction, inputs, ...more } };
}

const END: Json = [{ disconnect: {} }];

/** Records the consent and hangs up where that failed. */
export function grant(number: Json, outputs: JsonObject = {}): JsonObject {
  return call('grant', { number }, { outputs: { failure: END, timeout: END, ...outputs } });
}

export const send = (to: Json): JsonObject => call('send', { to });
export const set = (values: JsonObject): JsonObject => ({ updateData: values });
export const typed = (saveAs: string): JsonObject => ({
  collectInput: { audio: 'Your number?', digits: { min: 1, max: 15 }, saveAs },
});
export const when = (condition: Json, yes: Json, no: Json = []): JsonObject => ({
  decision: { condition, outputs: { yes, no } },
});
export const callTask = (task: string, inputs: JsonObject = {}, outputs: JsonObject = {}): JsonObject => ({
  callTask: { task, inputs, outputs },
});
export const disconnect: JsonObject = { disconnect: {} };

/** Variables that most flows have. */
export const VARIABLES: JsonObject = {
  'Flow.number': { type: 'string', initialValue: of('Call.Ani') },
  'Flow.other': { type: 'string' },
  'Flow.phone': { type: 'phoneNumber', initialValue: { ToPhoneNumber: [of('Call.Ani')] } },
  'Flow.agreed': { type: 'boolean' },
  'Flow.status': { type: 'string' },
  'Flow.phones': { type: 'stringCollection' },
  'Flow.person': { type: 'json' },
  'Flow.index': { type: 'integer' },
};
