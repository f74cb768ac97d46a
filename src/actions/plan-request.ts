import {
  isConnectionHeader,
  isHeaderName,
  isHeaderValue,
  isReservedHeader,
} from '../authoring/header-rules.ts';
import { isJsonObject, type Json, type JsonObject, own, pointerTo } from '../authoring/json.ts';
import {
  type PathTemplate,
  parsePathTemplate,
  pathsOf,
  type TemplatePath,
} from '../authoring/path-template.ts';
import { didYouMean } from '../authoring/suggest.ts';
import type { TreeRequest } from './data-action.ts';
import type { Faults } from './faults.ts';
import { parseUrlTemplate } from './url-template.ts';
import { parseValueTree } from './value-tree.ts';

const AT = '/config/request';
const JSON_MEDIA_TYPE = /^application\/([\w.-]+\+)?json(\s*;.*)?$/i;

/** What the templates of a request may read. */
interface Scope {
  readonly inputSchema: JsonObject;
  readonly settings: Set<string>;
  readonly faults: Faults;
}

/** Parses `config.request` of a native data action, noting every fault. */
export function planRequest(
  json: JsonObject,
  inputSchema: JsonObject,
  faults: Faults,
): { readonly plan: TreeRequest; readonly settings: readonly string[] } | undefined {
  const config = own(json, 'config');
  const request = isJsonObject(config) ? own(config, 'request') : undefined;
  if (!isJsonObject(request)) return undefined;
  const scope: Scope = { inputSchema, settings: new Set(), faults };
  const url = planUrl(own(request, 'requestUrlTemplate'), own(json, 'integrationType'), scope);
  const headers = planHeaders(own(request, 'headers'), scope);
  const body = own(request, 'requestTemplate');
  const method = own(request, 'requestType');
  if (body !== undefined && (method === 'GET' || method === 'HEAD')) {
    faults.error(
      'BODY_NOT_ALLOWED',
      `${AT}/requestTemplate`,
      `A ${method} request has no body`,
      'remove requestTemplate',
    );
  }
  const tree =
    body === undefined
      ? undefined
      : parseValueTree(body, (text, keys) =>
          planText(text, pointerTo(`${AT}/requestTemplate`, ...keys), scope),
        );
  if (url === undefined || typeof method !== 'string') return undefined;
  const plan = {
    dialect: 'handlebars',
    method,
    url,
    headers,
    ...(tree !== undefined && { body: tree }),
  } as const;
  return { plan, settings: [...scope.settings].sort() };
}

function planUrl(text: Json | undefined, integrationType: Json | undefined, scope: Scope) {
  if (typeof text !== 'string' || text === '') return undefined;
  const pointer = `${AT}/requestUrlTemplate`;
  const parsed = parseUrlTemplate(text, { absolute: integrationType === 'custom-rest-actions' });
  if (!parsed.ok) {
    scope.faults.inText('URL', pointer, parsed.fault);
    return undefined;
  }
  for (const part of [parsed.url.path, parsed.url.query])
    if (part !== undefined) checkPaths(part, pointer, scope);
  return parsed.url;
}

function planHeaders(headers: Json | undefined, scope: Scope): TreeRequest['headers'] {
  if (!isJsonObject(headers)) return [];
  return Object.entries(headers).flatMap(([name, text]) => {
    const pointer = pointerTo(`${AT}/headers`, name);
    const refusal = refuseHeader(name, text);
    if (refusal !== undefined) scope.faults.error('HEADER', pointer, ...refusal);
    const value = typeof text === 'string' ? planText(text, pointer, scope) : undefined;
    return refusal !== undefined || value === undefined ? [] : [{ name, value }];
  });
}

function refuseHeader(name: string, text: Json): readonly [message: string, hint: string] | undefined {
  if (!isHeaderName(name))
    return [`\`${name.slice(0, 60)}\` cannot be the name of a header`, 'use letters, digits and hyphens'];
  if (isConnectionHeader(name)) return [`The header \`${name}\` belongs to the connection`, 'remove it'];
  if (isReservedHeader(name))
    return [`The header \`${name}\` is set by Attendant`, 'remove it; credentials belong to the target'];
  if (typeof text !== 'string') return undefined;
  if (!isHeaderValue(text))
    return [
      `The header \`${name}\` has a character that cannot stand in one`,
      'use plain letters, digits and signs',
    ];
  if (name.toLowerCase() !== 'content-type' || JSON_MEDIA_TYPE.test(text)) return undefined;
  return [
    'The body is JSON, so that Content-Type must say so',
    'write application/json, or leave the header out',
  ];
}

function planText(text: string, pointer: string, scope: Scope): PathTemplate | undefined {
  const parsed = parsePathTemplate(text);
  if (!parsed.ok) {
    scope.faults.inText('TEMPLATE', pointer, parsed.fault);
    return undefined;
  }
  checkPaths(parsed.template, pointer, scope);
  return parsed.template;
}

function checkPaths(template: PathTemplate, pointer: string, scope: Scope): void {
  for (const path of pathsOf(template)) checkPath(path, pointer, scope);
}

function checkPath({ path, raw }: TemplatePath, pointer: string, scope: Scope): void {
  const [root, ...names] = path;
  if (root === 'input') checkInputPath(names, pointer, scope);
  else if (root === 'settings' && names.length > 0) scope.settings.add(names.join('.'));
  else {
    const hint = didYouMean(root ?? '', ['input', 'settings'], 'write {{input.x}}');
    const message = `\`${raw}\` is not known here`;
    scope.faults.error('TEMPLATE_NAME', pointer, message, `names begin with input. or settings.; ${hint}`);
  }
}

/** `{{input}}` alone is the whole input. Deeper names are checked as far as the contract describes them. */
function checkInputPath(names: readonly string[], pointer: string, scope: Scope): void {
  let properties: Json = own(scope.inputSchema, 'properties') ?? {};
  for (const name of names) {
    if (!isJsonObject(properties)) return;
    const schema: Json | undefined = own(properties, name);
    if (schema === undefined) {
      const hint = didYouMean(name, Object.keys(properties), 'add it to the input schema');
      scope.faults.error('UNKNOWN_INPUT', pointer, `There is no input \`${name}\``, hint);
    }
    if (!isJsonObject(schema)) return;
    properties = own(schema, 'properties') ?? null;
  }
}
