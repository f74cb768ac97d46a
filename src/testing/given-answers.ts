import type { DataActionOutcome } from '../actions/data-action-outcome.ts';
import type { FailureOutputs } from '../actions/failure-outputs.ts';
import { FAULT_PRESETS, type FaultPreset } from '../calling/fault-presets.ts';
import { parseFaultPreset } from '../calling/faults.ts';
import type { HttpResult } from '../ports.ts';
import type { Answer } from './test-file.ts';

/** A fault that meets several requests stands for as many answers, and one more where it has an answer beside it. */
export function oneARequest(list: readonly Answer[]): readonly Answer[] {
  return list.flatMap((answer) => {
    const read = answer.fault === undefined ? undefined : parseFaultPreset(answer.fault);
    if (read?.ok !== true) return [answer];
    const preset: FaultPreset = FAULT_PRESETS[read.value.name];
    const times = read.value.times ?? preset.times;
    if (times === undefined) return [answer];
    const { fault: _fault, ...sound } = answer;
    return Array<Answer>(times + (Object.keys(sound).length === 0 ? 0 : 1)).fill(answer);
  });
}

/** What comes where a fault has passed and the test says nothing more. */
export const EMPTY: HttpResult = { ok: true, response: { status: 200, headers: {}, body: '' } };

/** What the test says of the outcome itself, not of the answer. */
export function forcedOutcome({ outputs, failure }: Answer): DataActionOutcome | undefined {
  if (outputs !== undefined) return { result: 'success', outputs, output: outputs };
  if (failure === undefined) return undefined;
  const { errorCode, userMessage = 'The test says that it fails', ...more } = failure;
  // Whatever else a test writes there is meant as a failure output.
  return { result: 'failure', failure: { errorCode, userMessage, ...more } as FailureOutputs };
}

/** An answer as HTTP brings it. */
export function responseOf({ status = 200, headers = {}, body, text }: Answer): HttpResult {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    ok: true,
    response: {
      status,
      headers: { 'content-type': 'application/json', ...Object.fromEntries(lower) },
      body: text ?? (body === undefined ? '' : JSON.stringify(body)),
    },
  };
}
