import { isJsonObject, type Json, type JsonObject, own } from '../../authoring/json.ts';
import type { DataAction } from '../data-action.ts';
import type { Operation } from '../operation.ts';
import { renderRequest } from '../render-request.ts';
import { sampleOf } from './sample-of.ts';
import { type SampleSecrets, sampleSecrets } from './sample-secrets.ts';

/**
 * An input that fits the contract of a data action, and the places its request puts it into: where an export puts a text
 * outside of quotes, the sample is the text of JSON.
 */
export function inputFor(dataAction: DataAction): JsonObject {
  const sample = sampleOf(dataAction.definition.contract.input.inputSchema);
  const input = isJsonObject(sample) ? sample : {};
  return dataAction.request.dialect === 'velocity' ? fitted(dataAction, input) : input;
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
    if (name === undefined) return input;
    const left = ideas.get(name) ?? ideasFor(dataAction, name, own(sample, name));
    ideas.set(name, left);
    const next = left.shift();
    if (next === undefined) return input;
    const changed = { ...input, [name]: next };
    if (dataAction.checkInput(changed) === undefined) input = changed;
  }
  return input;
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
