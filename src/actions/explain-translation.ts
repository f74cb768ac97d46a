import type { Json } from '../authoring/json.ts';
import type { ResponsePlan, Translated } from './data-action.ts';
import { explainJsonPath } from './explain-json-path.ts';
import { readJsonPath } from './json-path.ts';
import type { Note } from './operation.ts';
import { shownValue } from './shown-value.ts';
import { readTranslated } from './translate.ts';

/**
 * What each path of a translation map found, and what stands for those that found nothing.
 *
 * @param shape of the defaults: JSON values, or the texts of JSON that exports have.
 */
export function explainTranslation(
  map: ResponsePlan['map'],
  defaults: { readonly [name: string]: Json },
  body: Json,
  shape: 'json' | 'text' = 'json',
): readonly Note[] {
  return map.map((entry) => {
    const { name, path } = entry;
    const found = readTranslated(entry, body);
    if (found.kind === 'value' && !isEmpty(found.value))
      return { about: name, message: `found ${shownValue(found.value)}` };
    const { why: message = whyNoFirst(entry, body), hint } = explainJsonPath(path, body);
    const said = { about: name, ...(hint !== undefined && { hint }) };
    if (found.kind === 'value')
      return { ...said, message: `found ${shownValue(found.value)}${after(message)}` };
    if (!Object.hasOwn(defaults, name))
      return {
        ...said,
        message: `found nothing, and translationMapDefaults has no entry for it${after(message)}`,
      };
    const standIn = defaults[name] ?? null;
    const shown = shape === 'text' ? String(standIn) : shownValue(standIn);
    return { ...said, message: `found nothing, so its default ${shown} stands in${after(message)}` };
  });
}

/** Why a path that finds something gives no first element. */
function whyNoFirst({ path, first }: Translated, body: Json): string | undefined {
  const found = readJsonPath(path, body);
  if (first !== true || found.kind !== 'value') return undefined;
  return isEmpty(found.value) ? 'the list is empty' : 'what the path finds is no list';
}

function after(why: string | undefined): string {
  return why === undefined ? '' : `: ${why}`;
}

function isEmpty(value: Json): boolean {
  return Array.isArray(value) && value.length === 0;
}
