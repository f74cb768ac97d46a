import { isConnectionHeader, isHeaderName, isReservedHeader } from '../authoring/header-rules.ts';
import { isJsonObject, type Json, type JsonObject, own, pointerTo } from '../authoring/json.ts';
import { refuseNesting } from '../authoring/load-gate.ts';
import type { VelocityRequest, VelocityResponse } from './data-action.ts';
import type { Faults } from './faults.ts';
import { planTranslations } from './plan-response.ts';
import { quickOutput } from './quick/quick-output.ts';
import { fixedHeaders, quickBody, quickUrl } from './quick/quick-request.ts';
import { parseVelocity } from './velocity/parse-velocity.ts';
import type { VelocityTemplate } from './velocity/velocity-template.ts';

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
  const urlKind = urlKindOf(own(request, 'requestUrlTemplate'), integrationType, faults);
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
    if (isAuthorization(name) && integrationType === 'purecloud-data-actions') {
      faults.warning(
        'HEADER',
        pointer,
        `The token of the integration is sent in its place`,
        'remove the header',
      );
      return [];
    }
    const refusal = refuseHeader(name);
    if (refusal !== undefined) faults.error('HEADER', pointer, ...refusal);
    const value = parsed(text, pointer, faults);
    return refusal !== undefined || value === undefined ? [] : [{ name, value }];
  });
}

function refuseHeader(name: string): readonly [string, string] | undefined {
  if (!isHeaderName(name))
    return [`\`${name.slice(0, 60)}\` cannot be the name of a header`, 'use letters, digits and hyphens'];
  if (isConnectionHeader(name)) return [`The header \`${name}\` belongs to the connection`, 'remove it'];
  if (isReservedHeader(name) && !isAuthorization(name))
    return [`The header \`${name}\` is set by Attendant`, 'remove it; credentials belong to the integration'];
  return undefined;
}

/** Web services are given their credentials in this header. */
function isAuthorization(name: string): boolean {
  return name.toLowerCase() === 'authorization';
}

function urlKindOf(
  url: Json | undefined,
  integrationType: string,
  faults: Faults,
): VelocityRequest['urlKind'] | undefined {
  if (typeof url !== 'string') return undefined;
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
  if (/^https?:\/\//i.test(url) || /^\$!?\{?credentials\./i.test(url)) return 'absolute';
  if (integrationType !== 'custom-rest-actions') return 'name';
  if (/^\$/.test(url)) return refuse('A value must not choose where the request goes', FIXED_HOST);
  const shown = url.slice(0, 60);
  if (/^[[<{]|\b(your|enter|insert|replace)\b|^(your|enter|insert|replace)[_-]/i.test(url))
    return refuse(`\`${shown}\` stands for an address that is not filled in`, FIXED_HOST);
  return refuse(`\`${shown}\` is no address`, FIXED_HOST);
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
