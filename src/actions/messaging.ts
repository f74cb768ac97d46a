import { isJsonObject, type Json, own } from '../authoring/json.ts';
import type { ConsentKept, Given, MessageSent, Messaging } from '../authoring/messaging.ts';
import { parsePathTemplate, solePath } from '../authoring/path-template.ts';
import type { NativeDefinition } from './data-action-definition.ts';
import type { Faults } from './faults.ts';

/*
 * What a data action has to do with messages and consents: as its URL and body show, and where they show nothing, as
 * its author declares. A declaration that contradicts the request is a fault: the consent proof rests on it (W6).
 */

/** Where the Cloud API of WhatsApp itself takes messages. */
const META_HOST = /^https:\/\/graph\.facebook\.com(:443)?\//i;

/** What a definition without faults of shape sends, records or asks. */
export function messagingOf(definition: NativeDefinition, faults: Faults): Messaging {
  const { method, segments } = readRequest(definition);
  const sent = sentByRequest(definition, method, segments);
  const kept = keptByRequest(definition, method, segments);
  checkSends(definition, sent, faults);
  const sends = sent ?? declaredSends(definition);
  const consent = kept ?? declaredConsent(definition, faults);
  return {
    ...(sends !== undefined && { sends }),
    ...(consent !== undefined && { consent }),
    ...(isCampaign(method, segments) && { reachesCampaign: true }),
  };
}

/** The path of a URL by its segments, in lower case where they are written out; host and query are not part of it. */
function readRequest({ config: { request } }: NativeDefinition) {
  const [path = ''] = request.requestUrlTemplate.replace(/^https?:\/\/[^/?]*/i, '').split('?');
  return { method: request.requestType, segments: path.split('/').filter((one) => one !== '') };
}

function sentByRequest(
  definition: NativeDefinition,
  method: string,
  segments: readonly string[],
): MessageSent | undefined {
  const { requestTemplate: body, requestUrlTemplate } = definition.config.request;
  if (method !== 'POST') return undefined;
  if (leadsTo(segments, ['api', 'v2', 'conversations', 'messages', 'agentless'])) {
    return parts({ channel: given(body, 'toAddressMessengerType'), to: given(body, 'toAddress') });
  }
  if (META_HOST.test(requestUrlTemplate) && leadsTo(segments.slice(-1), ['messages']))
    return parts({ channel: { fixed: 'whatsapp' }, to: given(body, 'to') });
  return undefined;
}

function keptByRequest(
  definition: NativeDefinition,
  method: string,
  segments: readonly string[],
): ConsentKept | undefined {
  const [, , channel = '', address = ''] = segments;
  if (definition.integrationType !== 'attendant' || segments.length !== 4) return undefined;
  if (!leadsTo(segments.slice(0, 2), ['attendant', 'consents'])) return undefined;
  const about = parts({ channel: givenBy(channel), address: givenBy(address) });
  if (method === 'PUT') return { does: 'grant', granted: 'granted', ...about };
  if (method === 'DELETE') return { does: 'withdraw', granted: 'granted', ...about };
  const status = statusOutput(definition);
  return method === 'GET'
    ? { does: 'ask', granted: 'granted', ...about, ...(status !== undefined && { status }) }
    : undefined;
}

/** The output that holds `$.status` of the register's answer, unless a default may stand for it. */
function statusOutput({ config: { response = {} } }: NativeDefinition): string | undefined {
  const { translationMap = {}, translationMapDefaults = {}, successTemplate } = response;
  const names = Object.entries(translationMap).filter(
    ([name, path]) => path === '$.status' && !Object.hasOwn(translationMapDefaults, name),
  );
  const [[name] = []] = names;
  if (successTemplate === undefined) return Object.keys(translationMap).length === 0 ? 'status' : name;
  const template = successTemplate as Json;
  if (!isJsonObject(template)) return undefined;
  return Object.entries(template).find(([, value]) => name !== undefined && value === `{{${name}}}`)?.[0];
}

function declaredSends({ sends }: NativeDefinition): MessageSent | undefined {
  return sends && { channel: { fixed: sends.channel }, to: { input: sends.to } };
}

function declaredConsent(definition: NativeDefinition, faults: Faults): ConsentKept | undefined {
  const { consent } = definition;
  if (consent === undefined) return undefined;
  const { does, address, status } = consent;
  const channel = givenBy(consent.channel);
  const granted = (consent.granted ?? (does === 'ask' ? true : 'granted')) as Json;
  checkStatus(definition, granted, faults);
  checkAddress(definition, address, faults);
  return {
    does,
    granted,
    address: { input: address },
    ...(channel && { channel }),
    ...(status !== undefined && { status }),
  };
}

/** A register that takes no number at all could say yes for nobody: the contract must refuse that. */
function checkAddress({ contract }: NativeDefinition, address: string, faults: Faults): void {
  const { required, properties } = contract.input.inputSchema;
  const property = isJsonObject(properties) ? own(properties, address) : undefined;
  const minLength = isJsonObject(property) ? own(property, 'minLength') : undefined;
  const isRequired = Array.isArray(required) && required.includes(address);
  if (property === undefined || (isRequired && typeof minLength === 'number' && minLength > 0)) return;
  faults.error(
    'CONSENT_DECLARATION',
    '/consent/address',
    `The input \`${address}\` may be missing or empty, so a consent could be for nobody`,
    'make it required, with "minLength": 1',
  );
}

/** An answer that a default can give is none: the register may have said nothing. */
function checkStatus({ consent, config }: NativeDefinition, granted: Json, faults: Faults): void {
  if (consent?.does === 'ask' || consent?.does === 'record') {
    if (consent.status === undefined)
      faults.error(
        'CONSENT_DECLARATION',
        '/consent',
        `\`${consent.does}\` needs "status"`,
        consent.does === 'ask' ? 'name the output that holds the answer' : 'name the input that says granted',
      );
  }
  const defaults = Object.values(config.response?.translationMapDefaults ?? {});
  if (consent?.does !== 'ask' || !defaults.some((one) => one === granted)) return;
  faults.error(
    'CONSENT_DECLARATION',
    '/config/response/translationMapDefaults',
    'A default says that the consent is granted, though the register may not have said so',
    'leave the default out, or let it say something else',
  );
}

function checkSends({ sends }: NativeDefinition, sent: MessageSent | undefined, faults: Faults): void {
  if (sends === undefined || sent === undefined) return;
  const { channel, to } = sent;
  if (channel === undefined || !('fixed' in channel) || channel.fixed !== sends.channel)
    faults.error(
      'SENDS_MISMATCH',
      '/sends/channel',
      `The request does not always go to ${sends.channel}`,
      'write the channel into the request, or remove "sends": it is read from the request',
    );
  if (to === undefined || !('input' in to) || to.input !== sends.to)
    faults.error(
      'SENDS_MISMATCH',
      '/sends/to',
      `The request does not take its recipient from the input \`${sends.to}\` alone`,
      `write "{{input.${sends.to}}}" as the recipient, or remove "sends": it is read from the request`,
    );
}

/** Requests that make a campaign write to people, now or later. */
function isCampaign(method: string, segments: readonly string[]): boolean {
  if (method !== 'POST' && method !== 'PUT' && method !== 'PATCH') return false;
  const [api = '', version = '', area = '', kind = '', , below = ''] = segments;
  if (!leadsTo([api, version, area], ['api', 'v2', 'outbound'])) return false;
  return leadsTo([kind], ['messagingcampaigns']) || leadsTo([kind, below], ['contactlists', 'contacts']);
}

/** Whether segments may be those of a path: one that a value fills may be any. */
function leadsTo(segments: readonly string[], path: readonly string[]): boolean {
  return (
    segments.length === path.length &&
    segments.every((segment, index) => segment.includes('{{') || plain(segment) === path[index])
  );
}

function plain(segment: string): string {
  try {
    return decodeURIComponent(segment).toLowerCase();
  } catch {
    return segment.toLowerCase();
  }
}

/** What a key of a JSON body is given by. */
function given(body: unknown, key: string): Given | undefined {
  const json = body as Json | undefined;
  const value = isJsonObject(json) ? own(json, key) : undefined;
  return typeof value === 'string' ? givenBy(value) : undefined;
}

/** A text that is written out, or one input; anything that no digit of another value can enter counts as the input. */
function givenBy(text: string): Given | undefined {
  const parsed = parsePathTemplate(text);
  if (!parsed.ok) return undefined;
  const { parts: all } = parsed.template;
  if (all.every((part) => typeof part === 'string')) return { fixed: all.join('') };
  const [scope, name, ...more] = solePath({ parts: all.filter((part) => part !== '+') })?.path ?? [];
  return scope === 'input' && name !== undefined && more.length === 0 ? { input: name } : undefined;
}

/** Without what is undefined. */
function parts<T extends object>(all: T): { [key in keyof T]?: Exclude<T[key], undefined> } {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as {
    [key in keyof T]?: Exclude<T[key], undefined>;
  };
}
