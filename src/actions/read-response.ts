import { isJsonObject, type Json, type JsonObject, own } from '../authoring/json.ts';
import { refuseNesting } from '../authoring/load-gate.ts';
import { flattenOutputs } from './contract-properties.ts';
import type { DataAction } from './data-action.ts';
import { explainOutputs } from './explain-outputs.ts';
import { type FailureOutputs, failureOf, failureOfAnswer } from './failure-outputs.ts';
import { Refusal, type Trace, tracing } from './operation.ts';
import { readAsText } from './read-as-text.ts';
import { readAsTree } from './read-as-tree.ts';
import type { Refuse } from './translate.ts';

/** Largest answer a data action takes, in bytes (D4). */
export const MAX_RESPONSE_BYTES = 2 * 1024 * 1024;
/** How deep an answer may nest (D4), and how many values it may hold. */
const ANSWER_LIMITS = { depth: 50, values: 2_000_000 } as const;

/** An answer, read to its end. */
export interface ReceivedResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

/** What readResponse returns. */
export type ReadResult =
  | {
      readonly ok: true;
      /** Flattened, as a flow sees them. */
      readonly outputs: JsonObject;
      /** As the success template made it. */
      readonly output: Json;
    }
  | { readonly ok: false; readonly failure: FailureOutputs };

/**
 * Reads the answer to a data action: status, JSON, translation map, success template, output contract.
 *
 * Failures: the code of a Genesys Cloud error body or `http.<status>` outside 2xx; `response.tooLarge`,
 * `response.tooDeep`, `response.notJson`, `response.path`, `output.notJson` and `output.contract` for answers that cannot be used.
 */
export function readResponse(dataAction: DataAction, response: ReceivedResponse, trace?: Trace): ReadResult {
  try {
    const { status } = response;
    const refuse = (code: string, message: string) => new Refusal(failureOf(code, message, status));
    const run = tracing(trace);
    run('Read the status', () => checkStatus(response));
    const body = run('Parse the answer', () => parseBody(response, refuse));
    const plan = dataAction.response;
    const output =
      plan.dialect === 'velocity'
        ? readAsText(plan, body, refuse, run, trace !== undefined)
        : readAsTree(plan, body, refuse, run);
    run('Check the output', () => checkOutput(dataAction, output, refuse));
    const outputs = run('Flatten the output', (note) => {
      const flat = flattenOutputs(dataAction.outputs, output);
      note(() => explainOutputs(dataAction, output, flat));
      return flat;
    });
    return { ok: true, outputs, output };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, failure: error.failure };
  }
}

/** Every status outside 2xx is a failure (D3); redirects are not followed and so belong to them. */
function checkStatus({ status, headers, body }: ReceivedResponse): number {
  if (status >= 200 && status <= 299) return status;
  const correlationId = own(headers, 'inin-correlation-id') ?? own(headers, 'x-correlation-id');
  throw new Refusal(failureOfAnswer(status, correlationId, parseQuietly(body)));
}

function parseQuietly(body: string): Json | undefined {
  if (Buffer.byteLength(body) > MAX_RESPONSE_BYTES || refuseNesting(body, ANSWER_LIMITS) !== undefined)
    return undefined;
  try {
    return parseJson(body);
  } catch {
    return undefined;
  }
}

function parseBody({ body }: ReceivedResponse, refuse: Refuse): Json {
  if (body.trim() === '') return {};
  if (Buffer.byteLength(body) > MAX_RESPONSE_BYTES)
    throw refuse('response.tooLarge', 'The answer is larger than 2 MB');
  const nesting = refuseNesting(body, ANSWER_LIMITS);
  if (nesting !== undefined) throw refuse('response.tooDeep', `The answer ${nesting}`);
  try {
    return parseJson(body);
  } catch {
    throw refuse('response.notJson', 'The answer is not JSON');
  }
}

/** `__proto__` keys are dropped, also when they are written with escapes; reading with a reviver only where one may be. */
function parseJson(text: string): Json {
  if (!/__proto__|\\u00[5-7]/.test(text)) return JSON.parse(text);
  return JSON.parse(text, function (this: Record<string, unknown>, _key, value) {
    if (isJsonObject(value) && Object.hasOwn(value, '__proto__')) {
      return Object.fromEntries(Object.entries(value).filter(([key]) => key !== '__proto__'));
    }
    return value;
  });
}

function checkOutput(dataAction: DataAction, output: Json, refuse: Refuse): Json {
  const fault = dataAction.checkOutput(output);
  if (fault === undefined) return true;
  throw refuse('output.contract', `The output of ${dataAction.id} does not fit its contract: ${fault}`);
}
