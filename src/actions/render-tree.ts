import { isHeaderValue } from '../authoring/header-rules.ts';
import { isJsonObject, type Json, type JsonObject, own } from '../authoring/json.ts';
import { fillTemplate, type PathTemplate, solePath, type TemplatePath } from '../authoring/path-template.ts';
import type { TreeRequest } from './data-action.ts';
import { failureOf } from './failure-outputs.ts';
import { Refusal, type RunStep } from './operation.ts';
import type { RenderedRequest, RenderValues } from './render-request.ts';
import { asText, fillValueTree } from './value-tree.ts';

/** Longest request line that receivers commonly take, in characters. */
const MAX_URL_LENGTH = 8000;

/**
 * Fills the templates of a native data action. Values enter leaves only: in the body they stay typed JSON, in the URL
 * they are percent-encoded, in headers line breaks are refused (D7).
 *
 * @throws Refusal `input.missing`, `request.value`, `settings.missing`.
 */
export function renderTree(plan: TreeRequest, values: RenderValues, run: RunStep): RenderedRequest {
  const url = run('Fill the URL', () => renderUrl(plan.url, values));
  const headers = run('Fill the headers', () => renderHeaders(plan, values));
  const { method, body: tree } = plan;
  if (tree === undefined) return { method, url, headers };
  const body = run('Fill the body', () =>
    JSON.stringify(fillValueTree(tree, (path) => valueAt(path, values)) ?? null),
  );
  return { method, url, headers, body };
}

function refusal(code: string, message: string): Refusal {
  return new Refusal(failureOf(code, message));
}

function renderUrl(url: TreeRequest['url'], values: RenderValues): string {
  const path = fillTemplate(url.path, (part) => encode(pathValue(part, values), part));
  // A receiver may resolve `.` and `..`, plain or encoded, and so reach another resource.
  if (path.split('/').some((segment) => /^(\.|%2e){1,2}$/i.test(segment))) {
    throw refusal('request.value', 'A value would make `.` or `..` a part of the URL');
  }
  const query =
    url.query === undefined
      ? ''
      : `?${fillTemplate(url.query, (part) => encode(urlText(part, values), part))}`;
  const text = `${url.origin ?? ''}${path}${query}`;
  if (text.length > MAX_URL_LENGTH)
    throw refusal('request.value', `The URL has more than ${MAX_URL_LENGTH} characters`);
  return text;
}

/** Without a value, or with an empty one, the path would name something else. */
function pathValue(path: TemplatePath, values: RenderValues): string {
  const text = urlText(path, values);
  if (text === '') throw refusal('input.missing', `The URL needs a value for \`${path.raw}\``);
  return text;
}

function urlText(path: TemplatePath, values: RenderValues): string {
  const value = valueAt(path, values);
  if (typeof value === 'object' && value !== null) {
    throw refusal('request.value', `\`${path.raw}\` is no single value and cannot stand in the URL`);
  }
  return asText(value);
}

function encode(text: string, path: TemplatePath): string {
  try {
    return encodeURIComponent(text);
  } catch {
    throw refusal('request.value', `\`${path.raw}\` holds half a character`);
  }
}

/** A header that is one path is left out when there is no value. */
function renderHeaders(plan: TreeRequest, values: RenderValues): { readonly [name: string]: string } {
  const headers: { [name: string]: string } = {};
  for (const { name, value } of plan.headers) {
    const text = headerText(value, values);
    if (text === undefined) continue;
    if (!isHeaderValue(text))
      throw refusal('request.value', `A value cannot stand in the header \`${name}\``);
    headers[name] = text;
  }
  const hasType = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  if (plan.body !== undefined && !hasType) headers['Content-Type'] = 'application/json';
  return headers;
}

function headerText(template: PathTemplate, values: RenderValues): string | undefined {
  const sole = solePath(template);
  if (sole !== undefined && valueAt(sole, values) === undefined) return undefined;
  return fillTemplate(template, (path) => asText(valueAt(path, values)));
}

/** Own properties only. An input without a value is undefined; a setting without one is a fault of the installation. */
function valueAt({ path, raw }: TemplatePath, { input, settings }: RenderValues): Json | undefined {
  const [root, ...names] = path;
  if (root === 'input') return descend(input, names);
  const value = own(settings, names.join('.')) ?? descend(settings, names);
  if (value === undefined) throw refusal('settings.missing', `\`${raw}\` is not set`);
  return value;
}

function descend(from: JsonObject, names: readonly string[]): Json | undefined {
  let at: Json | undefined = from;
  for (const name of names) at = isJsonObject(at) ? own(at, name) : undefined;
  return at;
}
