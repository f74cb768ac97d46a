import { isJsonObject, type Json, type JsonObject, own, pointerTo } from '../authoring/json.ts';
import { isForbiddenKey } from '../authoring/load-gate.ts';
import { parsePathTemplate, pathsOf } from '../authoring/path-template.ts';
import { didYouMean } from '../authoring/suggest.ts';
import type { ResponsePlan, TreeResponse } from './data-action.ts';
import type { Faults } from './faults.ts';
import { parseJsonPath } from './json-path-parser.ts';
import { parseValueTree } from './value-tree.ts';

const AT = '/config/response';

/** Parses `config.response` of a native data action, noting every fault. */
export function planResponse(response: JsonObject, faults: Faults): TreeResponse {
  const translations = objectOf(own(response, 'translationMap'));
  const defaults = objectOf(own(response, 'translationMapDefaults'));
  const names = Object.keys(translations);
  const map = planTranslations(translations, faults);
  for (const name of Object.keys(defaults).filter((one) => !names.includes(one))) {
    const pointer = pointerTo(`${AT}/translationMapDefaults`, name);
    const hint = didYouMean(name, names, 'add it to translationMap');
    faults.error('UNKNOWN_TRANSLATION', pointer, `translationMap has no \`${name}\``, hint);
  }
  const template = own(response, 'successTemplate');
  const plan = { dialect: 'handlebars', map, defaults } as const;
  return template === undefined ? plan : { ...plan, template: planTemplate(template, names, faults) };
}

/** Parses the paths of a translation map, noting every fault. */
export function planTranslations(translations: JsonObject, faults: Faults): ResponsePlan['map'] {
  return Object.entries(translations).flatMap(([name, text]) => planTranslation(name, text, faults));
}

function planTranslation(name: string, entry: Json | undefined, faults: Faults): ResponsePlan['map'] {
  const pointer = pointerTo(`${AT}/translationMap`, name);
  const text = isJsonObject(entry) ? own(entry, 'path') : entry;
  if (isForbiddenKey(name))
    faults.error('TEMPLATE_NAME', pointer, `\`${name}\` cannot be a name here`, 'choose another name');
  if (typeof text !== 'string' || text === '') return [];
  const parsed = parseJsonPath(text);
  if (parsed.ok) return [{ name, path: parsed.path, ...(isJsonObject(entry) && { first: true }) }];
  faults.inText('JSON_PATH', pointer, parsed.fault);
  return [];
}

function planTemplate(json: Json, names: readonly string[], faults: Faults) {
  return parseValueTree(json, (text, keys) => {
    const pointer = pointerTo(`${AT}/successTemplate`, ...keys);
    const parsed = parsePathTemplate(text);
    if (!parsed.ok) {
      faults.inText('TEMPLATE', pointer, parsed.fault);
      return undefined;
    }
    for (const { raw } of pathsOf(parsed.template).filter((path) => !names.includes(path.raw))) {
      const hint = didYouMean(raw, names, 'add it to translationMap');
      faults.error('UNKNOWN_TRANSLATION', pointer, `translationMap has no \`${raw}\``, hint);
    }
    return parsed.template;
  });
}

function objectOf(json: Json | undefined): JsonObject {
  return isJsonObject(json) ? json : {};
}
