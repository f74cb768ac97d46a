import { isHeaderValue } from '../authoring/header-rules.ts';
import { isJsonObject, type Json, type JsonObject, own } from '../authoring/json.ts';
import { fillTemplate, type PathTemplate, solePath, type TemplatePath } from '../authoring/path-template.ts';
import type { DataAction, Settings } from './data-action.ts';
import { type FailureOutputs, failureOf } from './failure-outputs.ts';
import { Refusal, type Trace, tracing } from './operation.ts';
import { asText, fillValueTree } from './value-tree.ts';

/** How deep the input of a data action may nest (D4). */
export const MAX_INPUT_DEPTH = 50;
/** Longest request line that receivers commonly take, in characters. */
const MAX_URL_LENGTH = 8000;

/** A request as its data action describes it, before a target adds its address and credentials. */
export interface RenderedRequest {
  readonly method: string;
  /** Absolute, or a path that begins with `/`. */
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  /** JSON text; absent for none. */
  readonly body?: string;
}

/** What renderRequest returns. */
export type RenderResult =
  | { readonly ok: true; readonly request: RenderedRequest }
  | { readonly ok: false; readonly failure: FailureOutputs };

/** What fills the templates. */
export interface RenderValues {
  readonly input: JsonObject;
  readonly settings: Settings;
}

/**
 * Makes the request of a data action from its inputs. Values enter leaves only: in the body they stay typed JSON, in the
 * URL they are percent-encoded, in headers line breaks are refused (D7).
 *
 * Failures: `input.contract`, `input.missing` (no value for the path of the URL), `request.value` (a value that cannot
 * stand where it is wanted) and `settings.missing`.
 */
export function renderRequest(dataAction: DataAction, values: RenderValues, trace?: Trace): RenderResult {
  const plan = dataAction.request;
  const step = tracing(trace);
  try {
    step('Check the input', () => checkInput(dataAction, values.input));
    const url = step('Fill the URL', () => renderUrl(plan.url, values));
    const headers = step('Fill the headers', () => renderHeaders(dataAction, values));
    const { body: tree } = plan;
    if (tree === undefined) return { ok: true, request: { method: plan.method, url, headers } };
    const body = step('Fill the body', () =>
      JSON.stringify(fillValueTree(tree, (path) => valueAt(path, values)) ?? null),
    );
    return { ok: true, request: { method: plan.method, url, headers, body } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, failure: error.failure };
  }
}

function refusal(code: string, message: string): Refusal {
  return new Refusal(failureOf(code, message));
}

function checkInput(dataAction: DataAction, input: JsonObject): JsonObject {
  const fault = nestsDeeper(input, MAX_INPUT_DEPTH)
    ? `nests more than ${MAX_INPUT_DEPTH} levels deep`
    : dataAction.checkInput(input);
  if (fault !== undefined) {
    throw refusal('input.contract', `The input of ${dataAction.id} does not fit its contract: ${fault}`);
  }
  return input;
}

function nestsDeeper(value: Json, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((child: Json) => nestsDeeper(child, levels - 1));
}

function renderUrl(url: DataAction['request']['url'], values: RenderValues): string {
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
function renderHeaders(dataAction: DataAction, values: RenderValues): { readonly [name: string]: string } {
  const headers: { [name: string]: string } = {};
  for (const { name, value } of dataAction.request.headers) {
    const text = headerText(value, values);
    if (text === undefined) continue;
    if (!isHeaderValue(text))
      throw refusal('request.value', `A value cannot stand in the header \`${name}\``);
    headers[name] = text;
  }
  const hasType = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  if (dataAction.request.body !== undefined && !hasType) headers['Content-Type'] = 'application/json';
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
