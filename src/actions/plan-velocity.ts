import { isConnectionHeader, isHeaderName, isReservedHeader } from '../authoring/header-rules.ts';
import { isJsonObject, type Json, type JsonObject, own, pointerTo } from '../authoring/json.ts';
import { refuseNesting } from '../authoring/load-gate.ts';
import type { VelocityRequest, VelocityResponse } from './data-action.ts';
import type { Faults } from './faults.ts';
import { planTranslations } from './plan-response.ts';
import { quickOutput } from './quick/quick-output.ts';
import { fixedHeaders, quickBody, quickUrl } from './quick/quick-request.ts';
import { parseVelocity } from './velocity/parse-velocity.ts';
import type { Block, VelocityTemplate } from './velocity/velocity-template.ts';

const REQUEST = '/config/request';
const RESPONSE = '/config/response';
/** Only these have a body in Genesys Cloud: others ignore `requestTemplate`. */
const WITH_BODY = ['POST', 'PUT', 'PATCH'];
/** Types whose requests go to an address that the operator sets. */
const PATH_TYPES = [
  'purecloud-data-actions',
  'attendant',
  'salesforce-datadip',
  'microsoft-dynamics-data-actions',
  'zendesk-data-actions',
];
/** Sent for them anyway, so that an export which says so loses nothing. */
const IGNORED_HEADERS = ['transfer-encoding', 'content-length'];

/** Parses `config.request` of an export, noting every fault. */
export function planVelocityRequest(
  request: JsonObject,
  integrationType: string,
  faults: Faults,
): VelocityRequest | undefined {
  refuseReference(request, 'requestTemplateUri', REQUEST, faults);
  const url = parsed(own(request, 'requestUrlTemplate'), `${REQUEST}/requestUrlTemplate`, faults);
  const headers = planHeaders(own(request, 'headers'), integrationType, faults);
  const method = own(request, 'requestType');
  const text = own(request, 'requestTemplate');
  const hasBody = WITH_BODY.includes(String(method)) && typeof text === 'string' && text.trim() !== '';
  const body = hasBody ? parsed(text, `${REQUEST}/requestTemplate`, faults) : undefined;
  const urlKind = url === undefined ? undefined : urlKindOf(beginningOf(url.body), integrationType, faults);
  if (url === undefined || urlKind === undefined || typeof method !== 'string') return undefined;
  const quick = quickWays(url, urlKind, headers, body);
  return { dialect: 'velocity', method, url, urlKind, headers, quick, ...(body !== undefined && { body }) };
}

/** Parses `config.response` of an export, noting every fault. */
export function planVelocityResponse(response: JsonObject, faults: Faults): VelocityResponse | undefined {
  refuseReference(response, 'successTemplateUri', RESPONSE, faults);
  const translations = own(response, 'translationMap');
  const map = planTranslations(isJsonObject(translations) ? translations : {}, faults);
  const defaults = own(response, 'translationMapDefaults');
  const text = own(response, 'successTemplate');
  const written = typeof text === 'string' && text.trim() !== '' ? text : '${rawResult}';
  const template = parsed(written, `${RESPONSE}/successTemplate`, faults);
  if (template === undefined) return undefined;
  const names = map.map(({ name }) => name);
  const output = quickOutput(template, names);
  const plan = { dialect: 'velocity', map, defaults: textsOf(defaults), template } as const;
  return output === undefined ? plan : { ...plan, quick: { output, defaults: jsonOf(plan.defaults) } };
}

/** What a short way can be found for. */
function quickWays(
  url: VelocityTemplate,
  urlKind: VelocityRequest['urlKind'],
  headers: VelocityRequest['headers'],
  body: VelocityTemplate | undefined,
): VelocityRequest['quick'] {
  const ways = {
    url: urlKind === 'name' ? undefined : quickUrl(url, urlKind === 'absolute'),
    headers: fixedHeaders(headers, body !== undefined),
    body: body === undefined ? undefined : quickBody(body),
  };
  const there = Object.entries(ways).filter(([, way]) => way !== undefined);
  return Object.fromEntries(there) as VelocityRequest['quick'];
}

/** Those texts that are JSON, read. */
function jsonOf(texts: { readonly [name: string]: string }): JsonObject {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) => {
      const json = parsedJson(text);
      return json === undefined ? [] : [[name, json]];
    }),
  );
}

function parsedJson(text: string): Json | undefined {
  if (refuseNesting(text, { depth: 20, values: 5000 }) !== undefined || text.includes('__proto__'))
    return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The type an export has, or the one its URL tells: Terraform's definitions and some tools leave it out. */
export function integrationTypeOf(type: Json | undefined, url: Json | undefined): string {
  if (typeof type === 'string') return type;
  return typeof url === 'string' && url.startsWith('/') ? 'purecloud-data-actions' : 'custom-rest-actions';
}

function parsed(text: Json | undefined, pointer: string, faults: Faults): VelocityTemplate | undefined {
  if (typeof text !== 'string') return undefined;
  const result = parseVelocity(text);
  if (result.ok) return result.template;
  const { message, hint, line, column } = result.fault;
  faults.inText('VELOCITY', pointer, { message, hint, line, column });
  return undefined;
}

function planHeaders(
  headers: Json | undefined,
  integrationType: string,
  faults: Faults,
): VelocityRequest['headers'] {
  if (!isJsonObject(headers)) return [];
  return Object.entries(headers).flatMap(([name, text]) => {
    if (IGNORED_HEADERS.includes(name.toLowerCase())) return [];
    const pointer = pointerTo(`${REQUEST}/headers`, name);
    if (!isHeaderName(name)) {
      const message = `\`${name.slice(0, 60)}\` cannot be the name of a header`;
      faults.error('HEADER', pointer, message, 'use letters, digits and hyphens');
      return [];
    }
    const instead = sentInstead(name, integrationType);
    if (instead !== undefined) faults.warning('HEADER', pointer, instead, 'remove the header');
    const value = instead === undefined ? parsed(text, pointer, faults) : undefined;
    return value === undefined ? [] : [{ name, value }];
  });
}

/** Why a header of an export is left out, which runs without it. Web services are given credentials in two of them. */
function sentInstead(name: string, integrationType: string): string | undefined {
  const lower = name.toLowerCase();
  if (isConnectionHeader(name)) return `The header \`${name}\` belongs to the connection and is not sent`;
  if (!isReservedHeader(name)) return undefined;
  if (lower === 'idempotency-key') return 'Attendant sends an `Idempotency-Key` of its own in its place';
  if (integrationType === 'purecloud-data-actions')
    return 'The token of the integration is sent in its place';
  return undefined;
}

/** What a URL begins with, in its author's words: behind directives that print nothing, and in the first way through an `#if`. */
function beginningOf([part, ...rest]: Block): string {
  if (part === undefined) return '';
  if (part.kind === 'reference') return part.raw;
  if (part.kind === 'text' && part.text.trim() !== '') return part.text.trimStart();
  return (part.kind === 'if' ? beginningOf(part.branches[0]?.body ?? []) : '') || beginningOf(rest);
}

function urlKindOf(
  url: string,
  integrationType: string,
  faults: Faults,
): VelocityRequest['urlKind'] | undefined {
  const refuse = (message: string, hint: string) => {
    faults.error('URL', `${REQUEST}/requestUrlTemplate`, message, hint);
    return undefined;
  };
  if (PATH_TYPES.includes(integrationType)) {
    if (/^\/(?!\/)/.test(url)) return 'path';
    return refuse(
      `The URL of ${integrationType} must be a path`,
      'write for example /api/v2/queues/${input.id}, or set integrationType to custom-rest-actions',
    );
  }
  if (/^https?:\/\//i.test(url)) return isFilledIn(url) ? 'absolute' : refuse(notFilledIn(url), FIXED_HOST);
  if (/^\$!?\{?credentials\./i.test(url)) return 'absolute';
  if (integrationType !== 'custom-rest-actions') return 'name';
  if (/^\$/.test(url)) return refuse('A value must not choose where the request goes', FIXED_HOST);
  if (/^[[<{]|\b(your|enter|insert|replace)\b|^(your|enter|insert|replace)[_-]/i.test(url))
    return refuse(notFilledIn(url), FIXED_HOST);
  return refuse(`\`${url.slice(0, 60)}\` is no address`, FIXED_HOST);
}

function notFilledIn(url: string): string {
  return `\`${url.slice(0, 60)}\` stands for an address that is not filled in`;
}

/** Whether the author's part of the host has none of the signs that mark a gap, as in `https://<your-host>/`. */
function isFilledIn(url: string): boolean {
  const [, host = ''] = /^https?:\/\/([^/?#$]*)/i.exec(url) ?? [];
  return !/[<>{}\s]|\[(?![0-9a-f:.]+\])/i.test(host);
}

const FIXED_HOST = 'write scheme and host out, such as https://api.example.com/orders/${input.id}';

/** The API lets a template be kept elsewhere; what an export does not hold cannot be run. */
function refuseReference(part: JsonObject, key: string, pointer: string, faults: Faults): void {
  const template = key.replace('Uri', '');
  if (typeof own(part, key) !== 'string' || typeof own(part, template) === 'string') return;
  faults.error(
    'TEMPLATE_ELSEWHERE',
    `${pointer}/${key}`,
    `The file refers to a template that it does not hold`,
    `write the template itself as ${template}`,
  );
}

function textsOf(json: Json | undefined): { readonly [name: string]: string } {
  if (!isJsonObject(json)) return {};
  return Object.fromEntries(
    Object.entries(json).flatMap(([name, text]) => (typeof text === 'string' ? [[name, text]] : [])),
  );
}
