import type { Json, JsonObject } from '../authoring/json.ts';
import { didYouMean } from '../authoring/suggest.ts';
import type { DataAction, Settings } from './data-action.ts';
import { type FailureOutputs, failureOf } from './failure-outputs.ts';
import { type Note, Refusal, type Trace, tracing } from './operation.ts';
import { renderTree } from './render-tree.ts';
import { renderVelocity } from './render-velocity.ts';

/** How deep the input of a data action may nest (D4). */
export const MAX_INPUT_DEPTH = 50;

/** A request as its data action describes it, before a target adds its address and credentials. */
export interface RenderedRequest {
  readonly method: string;
  /** Absolute, or a path that begins with `/`. */
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  /** The text of the body, JSON if the headers do not say otherwise; absent for none. */
  readonly body?: string;
  /** The same with secrets masked, for people; absent when there are none. */
  readonly shown?: Omit<RenderedRequest, 'method' | 'shown' | 'hostPattern'>;
  /** The host as an operator may allow it, `*` for a label that a value gives; only of absolute URLs of exports. */
  readonly hostPattern?: string;
}

/** What renderRequest returns. */
export type RenderResult =
  | { readonly ok: true; readonly request: RenderedRequest }
  | { readonly ok: false; readonly failure: FailureOutputs };

/** What fills the templates. */
export interface RenderValues {
  readonly input: JsonObject;
  readonly settings: Settings;
  /** What exports read as `credentials.x`: never shown. */
  readonly credentials?: { readonly [name: string]: string };
  /** What exports read as `authResponse.x`, the output of the authentication action: never shown. */
  readonly authResponse?: JsonObject;
}

/**
 * Makes the request of a data action from its inputs. A value never changes the structure of the request (D7).
 *
 * Failures: `input.contract`, `input.missing` (no value for the path of the URL), `request.value` (a value that cannot
 * stand where it is wanted), `request.template` (a template that takes too much work) and `settings.missing`.
 */
export function renderRequest(dataAction: DataAction, values: RenderValues, trace?: Trace): RenderResult {
  const { request } = dataAction;
  const run = tracing(trace);
  try {
    run('Check the input', (note) => {
      note(() => unknownInputs(dataAction, values.input));
      return checkInput(dataAction, values.input);
    });
    const rendered =
      request.dialect === 'velocity'
        ? renderVelocity(request, values, run, trace !== undefined)
        : renderTree(request, values, run);
    return { ok: true, request: rendered };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, failure: error.failure };
  }
}

/** Why an input cannot be used, or undefined. No value appears in the sentence. */
export function inputFault(dataAction: DataAction, input: JsonObject): string | undefined {
  if (nestsDeeper(input, MAX_INPUT_DEPTH)) return `nests more than ${MAX_INPUT_DEPTH} levels deep`;
  return dataAction.checkInput(input);
}

/** Inputs that a contract does not name are let through, as in the cloud, and are most often misspelt. */
function unknownInputs({ inputs }: DataAction, input: JsonObject): readonly Note[] {
  const known = inputs.map(({ name }) => name);
  return Object.keys(input)
    .filter((name) => !known.includes(name))
    .map((about) => ({
      about,
      message: 'the contract has no such input',
      hint: didYouMean(about, known, 'add it to the contract'),
    }));
}

function checkInput(dataAction: DataAction, input: JsonObject): JsonObject {
  const fault = inputFault(dataAction, input);
  if (fault === undefined) return input;
  throw new Refusal(
    failureOf('input.contract', `The input of ${dataAction.id} does not fit its contract: ${fault}`),
  );
}

function nestsDeeper(value: Json, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((child: Json) => nestsDeeper(child, levels - 1));
}
