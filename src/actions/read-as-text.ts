import type { Json } from '../authoring/json.ts';
import type { VelocityResponse } from './data-action.ts';
import { explainText } from './explain-text.ts';
import { explainTranslation } from './explain-translation.ts';
import { Refusal, type RunStep, type TakeNotes } from './operation.ts';
import { jsonPlaces } from './places/json-places.ts';
import { noteOfFault } from './places/note-of-fault.ts';
import { type Refuse, translate } from './translate.ts';
import { evaluateVelocity, type Unfilled } from './velocity/evaluate-velocity.ts';
import { type MarkedText, plainText } from './velocity/marked-text.ts';
import type { VelocityScope } from './velocity/velocity-scope.ts';

/**
 * The output of an export from the body of an answer: what the translation map finds enters the success template as
 * JSON text, and the whole text is the output. `rawResult` is the answer itself.
 *
 * @throws Refusal `response.path`, `output.template`, `output.notJson`.
 */
export function readAsText(
  plan: VelocityResponse,
  body: Json,
  refuse: Refuse,
  run: RunStep,
  isExplained: boolean,
): Json {
  const quick = isExplained ? undefined : readQuickly(plan, body, refuse);
  if (quick !== undefined) return quick;
  const translated = run('Read the translation map', (note) => {
    note(() => explainTranslation(plan.map, plan.defaults, body, 'text'));
    return translate(plan.map, plan.defaults, body, (value) => JSON.stringify(value), refuse);
  });
  const scope = scopeOf({ rawResult: JSON.stringify(body), ...translated });
  const filled = run(
    'Fill the success template',
    (note) => fill(plan, scope, refuse, note),
    ({ text }) => plainText(text),
  );
  return run('Read the output', (note) => outputOf(filled, refuse, note));
}

function readQuickly({ map, quick }: VelocityResponse, body: Json, refuse: Refuse): Json | undefined {
  if (quick === undefined) return undefined;
  return quick.output(
    translate(map, quick.defaults, body, (value) => value, refuse),
    body,
  );
}

function scopeOf(texts: { readonly [name: string]: string }): VelocityScope {
  return { roots: Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, { value }])) };
}

/** What would be right for a name that the answer gave no value. */
const NO_VALUE = 'correct its path in translationMap, or add a default to translationMapDefaults';

interface Filled {
  readonly text: MarkedText;
  readonly unfilled: readonly Unfilled[];
}

function fill({ template }: VelocityResponse, scope: VelocityScope, refuse: Refuse, note: TakeNotes): Filled {
  const filled = evaluateVelocity(template, scope);
  if (!filled.ok) throw refuse('output.template', `The success template cannot be filled: ${filled.message}`);
  note(() => explainText(filled.text, filled.unfilled, () => NO_VALUE));
  return filled;
}

function outputOf({ text, unfilled }: Filled, refuse: Refuse, note: TakeNotes): Json {
  const placed = jsonPlaces(text, { subject: 'output', allowTrailing: true, unfilled });
  if (placed.ok) {
    note(() => placed.notes);
    return placed.value;
  }
  const { failure } = refuse('output.notJson', `The success template gives no JSON: ${placed.fault.what}`);
  const fault = noteOfFault(placed.fault);
  throw new Refusal(failure, [placed.fault.kind === 'missing' ? { ...fault, hint: NO_VALUE } : fault]);
}
