import { isJsonObject, type Json, own } from '../../authoring/json.ts';
import { flattenOutputs } from '../contract-properties.ts';
import type { DataAction, ResponsePlan } from '../data-action.ts';
import type { JsonPath } from '../json-path.ts';
import { parsed } from '../places/json-tokens.ts';
import { readResponse } from '../read-response.ts';
import { CannotBuild, type PlaceOptions, placeByPath } from './place-by-path.ts';
import { RAW_RESULT, valuesInTemplate, type WantedValues } from './values-in-template.ts';

/** What answerFor returns. */
export type AnswerFor =
  | {
      readonly ok: true;
      readonly body: Json;
      /** Whether the output is the wanted one; else it is another that fits the contract. */
      readonly isExact: boolean;
    }
  | { readonly ok: false; readonly reason: string };

/**
 * The body of an answer from which a data action makes an output: its success template and its paths, backwards.
 * The answer is tried before it is given.
 *
 * @returns otherwise why not, as a sentence without a full stop.
 */
export function answerFor(dataAction: DataAction, output: Json): AnswerFor {
  const answers = attempts(dataAction.response, output).map((built) => tried(dataAction, built, output));
  const found = answers.find((answer) => answer.ok && answer.isExact) ?? answers.find(({ ok }) => ok);
  return found ?? answers[0] ?? { ok: false, reason: 'the success template gives no JSON' };
}

/** Every way to build an answer, the likeliest first. */
function attempts(plan: ResponsePlan, output: Json): readonly Built[] {
  const found = listings(plan).flatMap((lists) => valuesInTemplate(plan, output, lists) ?? []);
  const wanted = [...found, ...guesses(plan, output)];
  return wanted.flatMap((values) => [build(plan, values, {}), build(plan, values, { filtersWin: true })]);
}

/** Where a template reckons with values, no mark comes through: outputs of the same name, numbers, texts. */
function guesses({ map }: ResponsePlan, output: Json): readonly WantedValues[] {
  return [1, 'text'].map(
    (value) =>
      new Map(
        map.map(({ name, path, first }) => {
          const named = isJsonObject(output) ? (own(output, name) ?? value) : value;
          return [name, path.definite || first === true || Array.isArray(named) ? named : [named]];
        }),
      ),
  );
}

function tried(dataAction: DataAction, built: Built, output: Json): AnswerFor {
  if (!built.ok) return built;
  const read = readResponse(dataAction, { status: 200, headers: {}, body: JSON.stringify(built.body) });
  if (!read.ok) return { ok: false, reason: String(read.failure.userMessage) };
  const wanted = flattenOutputs(dataAction.outputs, output);
  return { ...built, isExact: JSON.stringify(read.outputs) === JSON.stringify(wanted) };
}

/** Which names are lists: those of indefinite paths; if that does not do, all of them, and none. */
function listings({ map }: ResponsePlan): readonly ReadonlySet<string>[] {
  const indefinite = map
    .filter(({ path, first }) => !path.definite && first !== true)
    .map(({ name }) => name);
  return [new Set(indefinite), new Set(map.map(({ name }) => name)), new Set()];
}

type Built = { readonly ok: true; readonly body: Json } | { readonly ok: false; readonly reason: string };

function build(plan: ResponsePlan, values: WantedValues, options: PlaceOptions): Built {
  let body = values.get(RAW_RESULT);
  for (const { name, path, first } of inBuildingOrder(plan.map)) {
    const value = values.get(name) ?? (canStandIn(plan, name) ? undefined : guess(path));
    if (value === undefined) continue;
    try {
      body = placeByPath(body, path, first === true ? [value] : value, options);
    } catch (error) {
      if (!(error instanceof CannotBuild)) throw error;
      return { ok: false, reason: `no answer was found for the path of \`${name}\`: ${error.message}` };
    }
  }
  return { ok: true, body: body ?? {} };
}

/** Lengths come last, when it is known how much there is. */
function inBuildingOrder(map: ResponsePlan['map']): ResponsePlan['map'] {
  const rank = ({ path }: { readonly path: JsonPath }) =>
    path.call !== undefined ? 2 : path.definite ? 0 : 1;
  return [...map].sort((a, b) => rank(a) - rank(b));
}

/** Whether a name has a default that gives an output: an export's is text, and of use when it is JSON. */
function canStandIn({ dialect, defaults }: ResponsePlan, name: string): boolean {
  const value = own<Json>(defaults, name);
  return value !== undefined && (dialect === 'handlebars' || parsed(String(value)) !== undefined);
}

/** For a name that does not come to stand in the output: conditions may ask for it. */
function guess({ call, definite }: JsonPath): Json {
  const value = call === undefined ? 'text' : 1;
  return definite ? value : [value];
}
