import type { JsonObject } from '../authoring/json.ts';
import type { VelocityRequest } from './data-action.ts';
import { explainText } from './explain-text.ts';
import { failureOf } from './failure-outputs.ts';
import { type Note, Refusal, type RunStep, type TakeNotes } from './operation.ts';
import { placesOfBody } from './places/body-places.ts';
import { headerPlaces } from './places/header-places.ts';
import { noteOfFault } from './places/note-of-fault.ts';
import type { PlaceFault } from './places/place-fault.ts';
import { urlPlaces } from './places/url-places.ts';
import type { RenderedRequest, RenderValues } from './render-request.ts';
import { evaluateVelocity } from './velocity/evaluate-velocity.ts';
import { plainText, shownText } from './velocity/marked-text.ts';
import type { VelocityScope } from './velocity/velocity-scope.ts';
import { referencesOf, type VelocityTemplate } from './velocity/velocity-template.ts';
import { isToolName } from './velocity/velocity-tools.ts';

/** A filled text, with what people may see of it. */
interface Filled {
  readonly text: string;
  readonly shown: string;
}

/**
 * Fills the templates of an export. Its values enter text, as in Genesys Cloud; each is then looked for in its place, and
 * one that has left it ends the call (D7).
 *
 * @throws Refusal `input.missing`, `request.value`, `request.template`.
 */
export function renderVelocity(
  plan: VelocityRequest,
  values: RenderValues,
  run: RunStep,
  isExplained: boolean,
): RenderedRequest {
  const quick = isExplained ? undefined : renderQuickly(plan, values);
  if (quick !== undefined) return quick;
  const scope = scopeOf(values);
  const url = run(
    'Fill the URL',
    (note) => fillUrl(plan, scope, note),
    ({ shown }) => shown,
  );
  const headers = run('Fill the headers', (note) => fillHeaders(plan, scope, note), shownHeaders);
  const { method, body: template } = plan;
  const base = { method, url: url.text, headers: textsOf(headers) };
  const pattern = url.hostPattern === undefined ? {} : { hostPattern: url.hostPattern };
  if (template === undefined) {
    return { ...base, ...pattern, shown: { url: url.shown, headers: shownHeaders(headers) } };
  }
  const body = run(
    'Fill the body',
    (note) => fillBody(template, contentTypeOf(base.headers), scope, note),
    ({ shown }) => shown,
  );
  const shown = { url: url.shown, headers: shownHeaders(headers), body: body.shown };
  return { ...base, ...pattern, body: body.text, shown };
}

/** Why the body of a request could not be sent with these values, or undefined. */
export function bodyFault(plan: VelocityRequest, values: RenderValues): PlaceFault | undefined {
  if (plan.body === undefined) return undefined;
  const scope = scopeOf(values);
  const filled = evaluateVelocity(plan.body, scope);
  if (!filled.ok) return undefined;
  const written = plan.headers.find(({ name }) => name.toLowerCase() === 'content-type');
  const type = written === undefined ? undefined : evaluateVelocity(written.value, scope);
  const placed = placesOfBody(
    type?.ok === true ? plainText(type.text) : undefined,
    filled.text,
    filled.unfilled,
  );
  return placed.ok ? undefined : placed.fault;
}

/** The short way: nothing to explain, nothing secret, nothing unusual. */
function renderQuickly({ method, quick, body: template }: VelocityRequest, { input }: RenderValues) {
  const { headers } = quick;
  const url = headers === undefined ? undefined : quick.url?.(input);
  if (headers === undefined || url === undefined) return undefined;
  if (template === undefined) return { method, url, headers };
  const body = quick.body?.(input);
  return body === undefined ? undefined : { method, url, headers, body };
}

function scopeOf({ input, credentials, authResponse }: RenderValues): VelocityScope {
  const secret = (value: JsonObject | undefined) =>
    value === undefined ? undefined : { value, isSecret: true as const };
  const roots = {
    input: { value: { ...input, rawRequest: JSON.stringify(input) } },
    credentials: secret(credentials),
    authResponse: secret(authResponse),
  };
  const given = Object.entries(roots).flatMap(([name, root]) => (root === undefined ? [] : [[name, root]]));
  return { roots: Object.fromEntries(given) };
}

function fillUrl(plan: VelocityRequest, scope: VelocityScope, note: TakeNotes) {
  const { text, unfilled } = fill(plan.url, scope, note);
  if (plan.urlKind === 'name') return { text: plainText(text), shown: shownText(text) };
  const meant = unfilled.filter(({ raw, name }) => !isOwnText(raw, name, plan.url));
  const placed = urlPlaces(text, { absolute: plan.urlKind === 'absolute', unfilled: meant });
  if (!placed.ok) throw refusalOf(placed.fault);
  note(() => placed.notes);
  const { url, shown, hostPattern } = placed;
  return { text: url, shown, ...(hostPattern !== undefined && { hostPattern }) };
}

/** `$filter` in a URL of OData is the author's text, as Velocity has it too: nothing is called that. */
function isOwnText(raw: string, name: string, template: VelocityTemplate): boolean {
  const isKnown = ['input', 'credentials', 'authresponse'].includes(name.toLowerCase()) || isToolName(name);
  const isAssigned = referencesOf(template).some((one) => one.isAssigned && one.root === name);
  return /^\$[A-Za-z]+$/.test(raw) && !isKnown && !isAssigned;
}

function fillHeaders(
  plan: VelocityRequest,
  scope: VelocityScope,
  note: TakeNotes,
): { readonly [name: string]: Filled } {
  const headers: { [name: string]: Filled } = {};
  for (const { name, value } of plan.headers) {
    const { text } = fill(value, scope, note);
    const placed = headerPlaces(name, text);
    if (!placed.ok) throw refusalOf(placed.fault);
    headers[name] = { text: placed.text, shown: shownText(text) };
  }
  if (plan.body !== undefined && contentTypeOf(textsOf(headers)) === undefined)
    headers['Content-Type'] = { text: 'application/json', shown: 'application/json' };
  return headers;
}

function fillBody(
  template: VelocityTemplate,
  contentType: string | undefined,
  scope: VelocityScope,
  note: TakeNotes,
): Filled {
  const { text, unfilled } = fill(template, scope, note);
  const placed = placesOfBody(contentType, text, unfilled);
  if (!placed.ok) throw refusalOf(placed.fault);
  note(() => placed.notes);
  return { text: placed.text, shown: shownText(text) };
}

function fill(template: VelocityTemplate, scope: VelocityScope, note: TakeNotes) {
  const filled = evaluateVelocity(template, scope);
  if (!filled.ok) throw new Refusal(failureOf('request.template', filled.message));
  note(() => explainText(filled.text, filled.unfilled));
  return filled;
}

const CODES: { readonly [kind in PlaceFault['kind']]: string } = {
  value: 'request.value',
  missing: 'input.missing',
  template: 'request.template',
};

function refusalOf(fault: PlaceFault): Refusal {
  const notes: readonly Note[] = [noteOfFault(fault)];
  return new Refusal(failureOf(CODES[fault.kind], `${capital(fault.what)}; ${fault.hint}`), notes);
}

/** A sentence begins with a capital, a reference stays as it is. */
function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function contentTypeOf(headers: { readonly [name: string]: string }): string | undefined {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1];
}

function textsOf(headers: { readonly [name: string]: Filled }): { readonly [name: string]: string } {
  return Object.fromEntries(Object.entries(headers).map(([name, { text }]) => [name, text]));
}

function shownHeaders(headers: { readonly [name: string]: Filled }): { readonly [name: string]: string } {
  return Object.fromEntries(Object.entries(headers).map(([name, { shown }]) => [name, shown]));
}
