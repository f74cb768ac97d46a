import { isJsonObject, type Json, type JsonObject, own } from '../../authoring/json.ts';
import { isForbiddenKey } from '../../authoring/load-gate.ts';
import type { DataAction } from '../data-action.ts';
import type { Operation } from '../operation.ts';
import { renderRequest } from '../render-request.ts';
import { referencesOf } from '../velocity/velocity-template.ts';
import { sampleOf } from './sample-of.ts';
import { type SampleSecrets, sampleSecrets } from './sample-secrets.ts';
import { sampleText } from './sample-text.ts';

/**
 * An input that fits the contract of a data action, and the places its request puts it into: where an export puts a text
 * outside of quotes, the sample is the text of JSON. What the URL of an export reads and the contract lacks is added when
 * the contract allows more than it names, for the request could not be sent without it; the check warns of such a name.
 */
export function inputFor(dataAction: DataAction): JsonObject {
  const sample = sampleOf(dataAction.definition.contract.input.inputSchema);
  const input = isJsonObject(sample) ? sample : {};
  return dataAction.request.dialect === 'velocity'
    ? fitted(dataAction, withUndeclared(dataAction, input))
    : input;
}

function withUndeclared(dataAction: DataAction, input: JsonObject): JsonObject {
  const { request, checkInput } = dataAction;
  if (request.dialect === 'handlebars') return input;
  const known = Object.keys(input).map((name) => name.toLowerCase());
  const read = referencesOf(request.url).filter(
    ({ root, isSilent }) => root.toLowerCase() === 'input' && !isSilent,
  );
  const names = read
    .flatMap(({ path }) => path.slice(0, 1))
    .filter((name) => !known.includes(name.toLowerCase()) && !isForbiddenKey(name));
  const whole = { ...input, ...Object.fromEntries(names.map((name) => [name, sampleText(name)])) };
  return checkInput(whole) === undefined ? whole : input;
}

/** How often a sample is tried and changed. */
const MAX_TRIALS = 200;

/** Changes the inputs that a trial refuses, one after the other, until one is accepted or no idea is left. */
function fitted(dataAction: DataAction, sample: JsonObject): JsonObject {
  const secrets = sampleSecrets(dataAction);
  const ideas = new Map<string, string[]>();
  let input = sample;
  for (let trial = 0; trial < MAX_TRIALS; trial++) {
    const name = refusedInput(dataAction, input, secrets);
    if (name === undefined) return withParts(dataAction, input, secrets);
    const left = ideas.get(name) ?? ideasFor(dataAction, name, own(sample, name));
    ideas.set(name, left);
    const next = left.shift();
    if (next === undefined) return input;
    const changed = { ...input, [name]: next };
    if (dataAction.checkInput(changed) === undefined) input = changed;
  }
  return input;
}

/** Texts with parts, for templates that cut one to pieces: a word or a number alone may have too few. */
const WITH_PARTS = [
  '+13175550123',
  'Ada King Lovelace',
  'a,b,c,d',
  'a|b|c|d',
  'a-b-c-d',
  '2026-01-05T09:00:00.000Z',
  'ada@example.com',
];

/** Where a template itself fails on a sample, the input in which a text with parts helps. */
function withParts(dataAction: DataAction, input: JsonObject, secrets: SampleSecrets): JsonObject {
  const isSent = (one: JsonObject) => renderRequest(dataAction, { input: one, settings: {}, ...secrets }).ok;
  if (isSent(input)) return input;
  const texts = Object.keys(input).filter((name) => typeof input[name] === 'string');
  const all = (text: string) => Object.fromEntries(texts.map((name) => [name, text]));
  const single = (text: string) => texts.map((name) => ({ [name]: text }));
  const changes = WITH_PARTS.flatMap((text) => [all(text), ...single(text)]).slice(0, MAX_TRIALS);
  const found = changes
    .map((change) => ({ ...input, ...change }))
    .find((one) => dataAction.checkInput(one) === undefined && isSent(one));
  return found ?? input;
}

/** The input that cannot stand where the request puts it, in the spelling of the contract. */
function refusedInput(dataAction: DataAction, input: JsonObject, secrets: SampleSecrets): string | undefined {
  const trace: Operation[] = [];
  if (renderRequest(dataAction, { input, settings: {}, ...secrets }, trace).ok) return undefined;
  const refused = trace.at(-1)?.notes?.at(-1)?.about.toLowerCase() ?? '';
  return Object.keys(input).find(
    (name) => typeof input[name] === 'string' && readsInput(refused, name.toLowerCase()),
  );
}

function readsInput(reference: string, name: string): boolean {
  const at = reference.indexOf(`input.${name}`);
  return at >= 0 && !/^[\w-]/.test(reference.slice(at + 'input.'.length + name.length));
}

/** Texts to try for an input, the likeliest first: JSON of the kind its place seems to want, then plainer ones. */
function ideasFor(dataAction: DataAction, name: string, sample: Json | undefined): string[] {
  const text = typeof sample === 'string' ? sample : name;
  const quoted = JSON.stringify(text);
  const elements = [quoted, '"a", "b"'];
  const members = ['"key": "value"'];
  const value = valueIdeas(name, quoted);
  const before = textBefore(dataAction, name);
  const plain = ['1', 'a1', 'https://api.example.com/a', '{"key":"value"}', 'true'];
  if (before.endsWith('[')) return [...elements, ...value, ...plain];
  if (before.endsWith('{')) return [...members, ...value, ...plain];
  return before.endsWith(':') || before === '' ? [...value, ...members, ...plain] : [...plain, ...value];
}

function valueIdeas(name: string, quoted: string): readonly string[] {
  const object = '{"key":"value"}';
  if (/ids$|list|array|skills|numbers|addresses|languages|items|values/i.test(name))
    return [`[${quoted}]`, quoted];
  if (/attribut|data|object|json|map|param|body|payload/i.test(name)) return [object, quoted];
  if (/count|number|priority|size|amount|seconds|score/i.test(name)) return ['1', quoted];
  return /^(is|has|can|should)[A-Z]|enabled|active|flag/.test(name) ? ['true', quoted] : [quoted, object];
}

/** What the author wrote before the first place of an input in the body, without blanks. */
function textBefore({ definition }: DataAction, name: string): string {
  const template = definition.config.request.requestTemplate;
  if (typeof template !== 'string') return '/';
  const at = template.search(new RegExp(`\\$!?\\{?input\\.${name.replaceAll(/[^\w-]/g, '.')}\\b`, 'i'));
  return at < 0 ? '/' : template.slice(0, at).trimEnd();
}
