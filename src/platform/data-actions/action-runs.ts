import type { DataAction } from '../../actions/data-action.ts';
import type { DataActionOutcome } from '../../actions/data-action-outcome.ts';
import type { Operation } from '../../actions/operation.ts';
import { shownOperations } from '../../actions/secure-run.ts';
import { isJsonObject, type Json, type JsonObject } from '../../authoring/json.ts';
import { done, type Outcome, type Refusal, refuse } from '../refusal.ts';
import type { ActionLibrary } from './action-library.ts';
import type { ActionState } from './action-record.ts';
import type { BenchPlan, BenchRequest, BenchResult, DataActionBench } from './data-action-bench.ts';
import { refusalOfRun } from './failed-run.ts';

/** What a run may be asked for besides its input. */
export interface RunOptions {
  /** Output names as Architect has them, in place of nested objects. */
  readonly flatten: boolean;
  readonly fault?: string;
}

/** One operation of a test run, its error as the API tells errors. */
export interface TestedOperation extends Omit<Operation, 'error'> {
  readonly refusal?: Refusal;
}

/** A test run: every operation, and what came out in the end. */
export interface TestRun {
  readonly operations: readonly TestedOperation[];
  /** Without a value: it succeeded, and its output is not shown. */
  readonly outcome: Outcome<Json | undefined>;
}

/** Runs data actions: to use them, and to look at them. */
export function actionRuns({
  library,
  bench,
}: {
  readonly library: ActionLibrary;
  readonly bench: DataActionBench;
}) {
  function runnable(id: string, state: ActionState): Outcome<DataAction> {
    const ready = library.ready(id, state);
    if (!ready.ok || !ready.value.isAuthentication) return ready;
    return refuse('attendant.action.not.executable', 'The data action only asks for credentials.');
  }

  async function run(
    id: string,
    state: ActionState,
    body: unknown,
    request: Omit<BenchRequest, 'input'>,
  ): Promise<Outcome<{ readonly dataAction: DataAction; readonly result: BenchResult }>> {
    const ready = runnable(id, state);
    if (!ready.ok) return ready;
    const dataAction = ready.value;
    const input = readInput(body);
    if (!input.ok) return input;
    return done({ dataAction, result: await bench.run(dataAction, { ...request, input: input.value }) });
  }

  /** The output of a published data action. */
  async function execute(id: string, body: unknown, { flatten, fault }: RunOptions): Promise<Outcome<Json>> {
    const ran = await run(id, 'published', body, { traced: false, ...(fault !== undefined && { fault }) });
    if (!ran.ok) return ran;
    const { dataAction, result } = ran.value;
    return outcomeOf(dataAction, result.outcome, flatten);
  }

  /** How it went, operation by operation. Of a secure data action no value is shown. */
  async function test(
    id: string,
    state: ActionState,
    body: unknown,
    { flatten, fault }: RunOptions,
  ): Promise<Outcome<TestRun>> {
    const ran = await run(id, state, body, { traced: true, ...(fault !== undefined && { fault }) });
    if (!ran.ok) return ran;
    const { dataAction, result } = ran.value;
    const outcome = outcomeOf(dataAction, result.outcome, flatten);
    const told = outcome.ok ? undefined : outcome.refusal.message;
    const operations = shownOperations(dataAction, result.operations, told).map((one) =>
      testedOf(one, outcome),
    );
    return done({ operations, outcome: outcome.ok && dataAction.isSecure ? done(undefined) : outcome });
  }

  /** What a run would send, or why it would send nothing. */
  function plan(id: string, body: unknown): Outcome<BenchPlan> {
    const ready = runnable(id, 'published');
    if (!ready.ok) return ready;
    const input = readInput(body);
    return input.ok ? done(bench.plan(ready.value, input.value)) : input;
  }

  return { execute, test, plan };
}

function readInput(body: unknown): Outcome<JsonObject> {
  // The body was read as JSON; none is an input without values.
  const input = (body === undefined ? {} : body) as Json;
  return isJsonObject(input) ? done(input) : refuse('bad.request', 'The body must be a JSON object.');
}

function outcomeOf({ isSecure }: DataAction, outcome: DataActionOutcome, flatten: boolean): Outcome<Json> {
  if (outcome.result === 'success') return done(flatten ? outcome.outputs : outcome.output);
  return { ok: false, refusal: refusalOfRun(outcome, isSecure) };
}

function testedOf({ error, ...operation }: Operation, outcome: Outcome<Json>): TestedOperation {
  if (operation.success) return operation;
  const code = outcome.ok ? 'internal.server.error' : outcome.refusal.code;
  return { ...operation, refusal: { code, message: error ?? 'It failed.' } };
}
