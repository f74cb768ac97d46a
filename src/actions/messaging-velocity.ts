import { isJsonObject, type Json, own } from '../authoring/json.ts';
import type { ConsentKept, Given, MessageSent, Messaging } from '../authoring/messaging.ts';
import type { VelocityRequest, VelocityResponse } from './data-action.ts';
import type { ExportedDefinition } from './data-action-definition.ts';
import { withDeclared } from './declared-messaging.ts';
import type { Faults } from './faults.ts';
import { readJsonWithHoles } from './json-with-holes.ts';
import {
  fixedSegment,
  messagingOfShape,
  type PathSegment,
  pathOf,
  type RequestShape,
  WITHDRAWS,
} from './request-shape.ts';
import { parseVelocity } from './velocity/parse-velocity.ts';
import { type Hole, type TemplateVariant, variantsOf } from './velocity/template-variants.ts';
import type { VelocityTemplate } from './velocity/velocity-template.ts';

/** Escapes that keep letters and digits as they are, and a plus sign too where they stand in a body. */
const BODY_ESCAPES = ['jsonString', 'jsonEncode', 'java', 'javascript', 'html', 'xml', 'sql'];
const URL_ESCAPES = ['url', 'urlFormEncode', 'uriEncode'];

/** The parts of an exported definition that are planned. */
export interface PlannedExport {
  readonly request: VelocityRequest;
  readonly response: VelocityResponse;
  readonly integrationType: string;
}

/**
 * What an exported definition without faults sends, records or asks: as its URL and body show, and where they show nothing,
 * as its author declares. Every way through the conditions of its templates is looked at; where they cannot be followed,
 * an agentless message counts as one to whom nobody knows.
 */
export function messagingOfExport(
  definition: ExportedDefinition,
  plan: PlannedExport,
  faults: Faults,
): Messaging {
  const inputs = inputNames(definition);
  const status = statusOutput(definition, plan.response);
  const told =
    plan.request.urlKind === 'name' ? {} : merged(shapesOf(plan, inputs, status).map(messagingOfShape));
  return withDeclared(told, definition, dialectOf(plan.response, inputs), faults);
}

/** The request in each form that its conditions can give it. */
function shapesOf(
  { request, integrationType }: PlannedExport,
  inputs: readonly string[],
  status: string | undefined,
): readonly RequestShape[] {
  const known = {
    method: request.method,
    integrationType,
    ...(status !== undefined && { statusOutput: status }),
  };
  const bodies = bodiesOf(request.body, inputs);
  return urlsOf(request, inputs).flatMap((url) => bodies.map((given) => ({ ...known, ...url, given })));
}

/** Several forms as one: what they do not all say nobody knows, and what one of them may do counts. */
function merged(forms: readonly Messaging[]): Messaging {
  const sends = mergedSends(forms.flatMap(({ sends: one }) => one ?? []));
  const consent = mergedConsent(forms.map(({ consent: one }) => one));
  return {
    ...(sends !== undefined && { sends }),
    ...(consent !== undefined && { consent }),
    ...(forms.some(({ reachesCampaign }) => reachesCampaign) && { reachesCampaign: true }),
  };
}

function mergedSends(all: readonly MessageSent[]): MessageSent | undefined {
  const [first, ...others] = all;
  if (first === undefined) return undefined;
  const agreed = (key: 'channel' | 'to') =>
    others.every((one) => isSame(one[key], first[key])) ? first[key] : undefined;
  const [channel, to] = [agreed('channel'), agreed('to')];
  return { ...(channel !== undefined && { channel }), ...(to !== undefined && { to }) };
}

/** What is not always recorded is not sure to be; it may as well be a withdrawal. */
function mergedConsent(all: readonly (ConsentKept | undefined)[]): ConsentKept | undefined {
  const [first, ...others] = all;
  if (others.every((one) => isSame(one, first))) return first;
  return all.some((one) => one !== undefined && one.does !== 'ask') ? WITHDRAWS : undefined;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

interface UrlShape {
  readonly origin: string;
  readonly path: readonly PathSegment[];
}

function urlsOf({ url, urlKind }: VelocityRequest, inputs: readonly string[]): readonly UrlShape[] {
  const variants = variantsOf(url);
  return variants?.flatMap((one) => urlShapesOf(one, urlKind, inputs)) ?? [ANYWHERE];
}

const ANYWHERE: UrlShape = { origin: '', path: [{ isOpen: true }] };

/** An address that begins with a credential is read from the first slash behind it, with the platform's base or without. */
function urlShapesOf(
  variant: TemplateVariant,
  urlKind: VelocityRequest['urlKind'],
  inputs: readonly string[],
): readonly UrlShape[] {
  const [first] = variant;
  const isLed = urlKind === 'absolute' && typeof first === 'object' && isOf(first, 'credentials');
  const rest = isLed ? variant.slice(1) : variant;
  const text = rest
    .map((part) => (typeof part === 'string' ? part : MARK))
    .join('')
    .replaceAll(/\s/g, '');
  const start = isLed ? `${text}/`.indexOf('/') : (/^https?:\/\/[^/?]*/i.exec(text)?.[0].length ?? 0);
  const skipped = text.slice(0, start).split(MARK).length - 1;
  const holes = rest.filter((part) => typeof part === 'object').slice(skipped);
  const path = segmentsOf(text.slice(start), holes, inputs);
  const shape = { origin: isLed ? '' : (text.split(MARK)[0] ?? ''), path };
  return isLed ? BASES.map((base) => ({ ...shape, path: [...base, ...path] })) : [shape];
}

/** How much of the platform's base a credential may hold. */
const BASES = [[], ['v2'], ['api', 'v2']].map((names) => names.map(fixedSegment));

/** Stands for a hole in the text of a URL, where no author can write it: it would have to be encoded. */
const MARK = '\ue000';

function segmentsOf(text: string, holes: readonly Hole[], inputs: readonly string[]): readonly PathSegment[] {
  const left = [...holes];
  const segments: PathSegment[] = [];
  for (const segment of pathOf(text)) {
    const within = left.splice(0, segment.split(MARK).length - 1);
    // What the author may have written there can end the path as well.
    if (within.some(({ isOneValue }) => !isOneValue)) return [...segments, { isOpen: true }];
    segments.push(segmentOf(segment, within, inputs));
  }
  return segments;
}

function segmentOf(text: string, holes: readonly Hole[], inputs: readonly string[]): PathSegment {
  const [hole] = holes;
  if (hole === undefined) return fixedSegment(text);
  const isSole = holes.length === 1 && text.replace('+', '') === MARK;
  const given = isSole ? givenByHole(hole, URL_ESCAPES, inputs) : undefined;
  return given === undefined ? {} : { given, ...(hole.isChanged && { isLoose: true }) };
}

type GivenAt = RequestShape['given'];

const UNKNOWN: GivenAt = () => undefined;
const UNKNOWN_HOLE: Hole = { isOneValue: false };

/** What the keys of the body are given by, in each of its forms. */
function bodiesOf(body: VelocityTemplate | undefined, inputs: readonly string[]): readonly GivenAt[] {
  const variants = body === undefined ? undefined : variantsOf(body);
  return variants?.map((one) => bodyOf(one, inputs)) ?? [UNKNOWN];
}

function bodyOf(variant: TemplateVariant, inputs: readonly string[]): GivenAt {
  if (isRawRequest(variant)) return (key) => (inputs.includes(key) ? { input: key } : undefined);
  const json = readJsonWithHoles(variant);
  if (json === undefined) return UNKNOWN;
  return (key, what) => {
    const value = own(json.object, key);
    const parts = typeof value === 'string' ? json.partsOf(value) : [UNKNOWN_HOLE];
    const isLoose = parts.some((part) => typeof part === 'object' && part.isChanged);
    return isLoose && what === 'text' ? undefined : givenByParts(parts, inputs);
  };
}

/** `${input.rawRequest}` and nothing else: the inputs, each under its own name. */
function isRawRequest(variant: TemplateVariant): boolean {
  const [hole, ...more] = variant.filter((part) => typeof part !== 'string' || part.trim() !== '');
  if (typeof hole !== 'object' || more.length > 0) return false;
  return inputOf(hole) === 'rawRequest' && hole.escapedBy === undefined && hole.isChanged === undefined;
}

/** A text that is written out, or one input; anything that no digit of another value can enter counts as the input. */
function givenByParts(parts: TemplateVariant, inputs: readonly string[]): Given | undefined {
  if (parts.every((part) => typeof part === 'string')) return { fixed: parts.join('') };
  const [hole, ...more] = parts.filter((part) => part !== '+');
  return typeof hole === 'object' && more.length === 0 ? givenByHole(hole, BODY_ESCAPES, inputs) : undefined;
}

/** The input that fills a hole. Names are found whatever their case, so that two which differ in it alone are none. */
function givenByHole(hole: Hole, escapes: readonly string[], inputs: readonly string[]): Given | undefined {
  if (hole.escapedBy !== undefined && !escapes.includes(hole.escapedBy)) return undefined;
  const wanted = inputOf(hole)?.toLowerCase();
  const [name, ...more] = inputs.filter((one) => one.toLowerCase() === wanted);
  return name === undefined || more.length > 0 ? undefined : { input: name };
}

function inputOf(hole: Hole): string | undefined {
  return isOf(hole, 'input') && hole.path?.length === 2 ? hole.path[1] : undefined;
}

function isOf({ path }: Hole, root: string): boolean {
  return path?.[0]?.toLowerCase() === root;
}

/** The output that holds `$.status` of the register's answer, unless a default may stand for it. */
function statusOutput({ config }: ExportedDefinition, { template }: VelocityResponse): string | undefined {
  const { translationMap = {}, translationMapDefaults = {} } = config.response ?? {};
  const [variant = [], ...others] = variantsOf(template) ?? [];
  if (others.length > 0) return undefined;
  const isStatus = (hole: Hole) => {
    const [name = '', ...more] = hole.path ?? [];
    const isPlain = hole.escapedBy === undefined && hole.isChanged === undefined && more.length === 0;
    return isPlain && translationMap[name] === '$.status' && !Object.hasOwn(translationMapDefaults, name);
  };
  const [hole, ...more] = variant.filter((part) => typeof part !== 'string' || part.trim() !== '');
  if (typeof hole === 'object' && more.length === 0) return isOf(hole, 'rawresult') ? 'status' : undefined;
  const json = readJsonWithHoles(variant);
  return Object.entries(json?.object ?? {}).find(([, value]) => {
    const [part, ...rest] = typeof value === 'string' ? (json?.partsOf(value) ?? []) : [];
    return typeof part === 'object' && rest.length === 0 && isStatus(part);
  })?.[0];
}

function inputNames({ contract }: ExportedDefinition): readonly string[] {
  const properties = own(contract.input.inputSchema, 'properties');
  return isJsonObject(properties) ? Object.keys(properties) : [];
}

function dialectOf({ defaults }: VelocityResponse, inputs: readonly string[]) {
  return {
    givenBy: (text: string) => givenByText(text, inputs),
    reference: (input: string) => `\${input.${input}}`,
    defaults: Object.values(defaults).map(jsonOf),
  };
}

function givenByText(text: string, inputs: readonly string[]): Given | undefined {
  const parsed = parseVelocity(text);
  const [variant, ...more] = (parsed.ok ? variantsOf(parsed.template) : undefined) ?? [];
  return variant === undefined || more.length > 0 ? undefined : givenByParts(variant, inputs);
}

function jsonOf(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
