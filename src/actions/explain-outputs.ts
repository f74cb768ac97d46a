import { isJsonObject, type Json, type JsonObject, own } from '../authoring/json.ts';
import { parsePathTemplate, pathsOf } from '../authoring/path-template.ts';
import { didYouMean } from '../authoring/suggest.ts';
import type { DataAction } from './data-action.ts';
import { isNative } from './data-action-definition.ts';
import type { Note } from './operation.ts';

/** Why outputs of the contract have no value, where an author would wonder (D6). */
export function explainOutputs(dataAction: DataAction, output: Json, outputs: JsonObject): readonly Note[] {
  const keys = dataAction.outputs.filter(({ name }) => own(outputs, name) === undefined);
  const missing = [...new Map(keys.map((one) => [one.path[0] ?? one.name, one])).keys()];
  const given = isJsonObject(output) ? Object.keys(output) : [];
  return missing
    .filter((key) => !given.includes(key))
    .map((key) => ({ about: key, ...whyMissing(dataAction, key, given) }));
}

function whyMissing(dataAction: DataAction, key: string, given: readonly string[]): Omit<Note, 'about'> {
  const names = namesBehind(dataAction, key);
  const { map } = dataAction.response;
  if (names === 'whole')
    return {
      message: 'has no value: the answer does not hold it',
      hint: didYouMean(key, given, 'compare the contract with the answer'),
    };
  if (names === undefined)
    return {
      message: 'has no value: the success template does not write it',
      hint: `add "${key}" to successTemplate`,
    };
  const unmapped = names.find((name) => !map.some((one) => one.name.toLowerCase() === name.toLowerCase()));
  if (unmapped === undefined)
    return { message: `has no value: the path of \`${names.join('`, `')}\` found nothing` };
  return {
    message: `has no value: the translation map has no entry for \`${unmapped}\``,
    hint: didYouMean(
      unmapped,
      map.map(({ name }) => name),
      'add it to translationMap',
    ),
  };
}

/** The names of the translation map that one property of the output is made of; `whole`: the answer is the output. */
function namesBehind(
  { definition, response }: DataAction,
  key: string,
): readonly string[] | 'whole' | undefined {
  const template = definition.config.response?.successTemplate;
  if (isNative(definition)) {
    if (template === undefined) return response.map.length === 0 ? 'whole' : [key];
    const value = isJsonObject(template as Json) ? own(template as JsonObject, key) : undefined;
    return value === undefined ? undefined : namesIn(JSON.stringify(value));
  }
  if (typeof template !== 'string' || /^\s*(\$!?\{?rawResult\}?)?\s*$/i.test(template)) return 'whole';
  return namesInText(template, key);
}

function namesIn(text: string): readonly string[] {
  const parsed = parsePathTemplate(text);
  return parsed.ok ? pathsOf(parsed.template).map(({ raw }) => raw) : [];
}

/** The references from a key of a JSON text to the next comma: enough to name what an author should look at. */
function namesInText(template: string, key: string): readonly string[] | undefined {
  const at = template.indexOf(`"${key}"`);
  if (at === -1) return undefined;
  const part = /^\s*:[^,\n}]*\}?[^,\n}]*/.exec(template.slice(at + key.length + 2))?.[0] ?? '';
  return [...part.matchAll(/\$!?\{?(\w+)\}?(?![\w.(])/g)].map(([, name]) => name ?? '');
}
