import { type Json, type JsonObject, own } from '../authoring/json.ts';
import type { TreeResponse } from './data-action.ts';
import { explainTranslation } from './explain-translation.ts';
import type { RunStep } from './operation.ts';
import { type Refuse, translate } from './translate.ts';
import { fillValueTree } from './value-tree.ts';

/** The output of a native data action from the body of an answer. @throws Refusal `response.path`. */
export function readAsTree(plan: TreeResponse, body: Json, refuse: Refuse, run: RunStep): Json {
  const translated = run('Read the translation map', (note) => {
    note(() => explainTranslation(plan.map, plan.defaults, body));
    return translate(plan.map, plan.defaults, body, (value) => value, refuse);
  });
  return run('Fill the success template', () => outputOf(plan, translated, body));
}

function outputOf({ map, template }: TreeResponse, translated: JsonObject, body: Json): Json {
  if (template === undefined) return map.length > 0 ? translated : body;
  const output = fillValueTree(template, ({ raw }) => own(translated, raw));
  return output === undefined ? {} : output;
}
