import type { Report } from '../authoring/diagnostic.ts';
import { pointerTo } from '../authoring/json.ts';
import { didYouMean } from '../authoring/suggest.ts';
import type { DataAction } from './data-action.ts';
import { isDefiniteStep, type JsonPath } from './json-path.ts';

const DEFAULTS = '/config/response/translationMapDefaults';

/** Finds defaults that are no JSON, that belong to no name, and that never stand in. */
export function checkDefaults({ response }: DataAction, report: Report): void {
  const names = response.map.map(({ name }) => name);
  for (const [name, value] of Object.entries(response.defaults)) {
    const pointer = pointerTo(DEFAULTS, name);
    const path = response.map.find((one) => one.name === name)?.path;
    if (path === undefined) {
      const hint = didYouMean(name, names, 'add it to translationMap');
      report('UNKNOWN_TRANSLATION', pointer, `translationMap has no \`${name}\``, hint);
    } else if (alwaysResolves(path)) {
      const hint = 'remove it, and let the success template say what an empty list becomes';
      report(
        'DEFAULT_UNUSED',
        pointer,
        `The path of \`${name}\` always gives a list, so its default never stands in`,
        hint,
      );
    }
    if (response.dialect === 'velocity' && typeof value === 'string') checkJson(name, value, pointer, report);
  }
}

/** An indefinite path whose first step is indefinite is never unresolved: `$..id` gives an empty list. */
function alwaysResolves({ steps, call }: JsonPath): boolean {
  const [first] = steps;
  if (first === undefined || call !== undefined || isDefiniteStep(first)) return false;
  return first.descend || first.selector.kind === 'wildcard';
}

/** A default is written into the output as it stands, and has to be what a value from the answer would be: JSON text. */
function checkJson(name: string, text: string, pointer: string, report: Report): void {
  if (isJson(text)) return;
  const message =
    text.trim() === ''
      ? `The default of \`${name}\` is empty: it prints nothing where JSON needs a value`
      : `The default of \`${name}\` is no JSON text: it is written into the output as it stands`;
  const written =
    text.trim() === '' ? '"\\"\\"" for an empty text, or "null"' : JSON.stringify(JSON.stringify(text));
  report('DEFAULT_NOT_JSON', pointer, message, `write ${written}`);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
