import type { Json, JsonObject } from '../../src/authoring/json.ts';
import { type Compiled, compileFlow, type FlowPart } from '../../src/runtime/compile.ts';
import type {
  CallDetails,
  CallEvent,
  Conversation,
  StepResult,
  Stimulus,
  Understood,
} from '../../src/runtime/conversation.ts';
import type { Environment } from '../../src/runtime/environment.ts';
import type { DataActionContract } from '../../src/runtime/flow-action.ts';
import { resume, start } from '../../src/runtime/interpreter.ts';
import type { Program } from '../../src/runtime/program.ts';

/** When every call of these tests begins. */
export const NOW = Date.UTC(2026, 0, 5, 10);

/** Audio takes no time, every queue answers at once. */
export const SILENT: Environment = { queues: {}, speechCharactersPerSecond: 0 };

/** What the caller, the world and the clock do, as authors of cases write it. */
export type Play =
  | { readonly press: string }
  | { readonly say: string; readonly understood?: Understood }
  /** A message that the customer sends. */
  | { readonly write: string; readonly understood?: Understood }
  /** Seconds that pass; what runs out on the way runs out. */
  | { readonly after: number }
  | {
      readonly dataAction:
        | { readonly success: JsonObject }
        | { readonly failure: JsonObject }
        /** The answer to an older question, which comes too late. */
        | { readonly late: JsonObject }
        | 'timeout';
    }
  | { readonly hangUp: true }
  | { readonly agentAnswers: true };

/** How a flow is played. */
export interface PlayOptions {
  readonly call?: CallDetails;
  readonly inputs?: JsonObject;
  readonly environment?: Environment;
  /** What happens to the conversation between two steps; it is stored and read by default. */
  readonly between?: (conversation: Conversation) => Conversation;
}

/** A flow that was played: its end, all events and the conversation after every step. */
export interface Played {
  readonly conversation: Conversation;
  readonly events: readonly CallEvent[];
  readonly steps: readonly StepResult[];
}

/** Flows that a flow refers to, by the name it does: like it, only their telling parts are written. */
export type OtherFlows = { readonly [name: string]: JsonObject };
type Contracts = { readonly [name: string]: DataActionContract };

/** Compiles a flow of which only the telling parts are written: `actions` is the task `main`, where it starts. */
export function compilePartial(
  flow: JsonObject,
  dataActions: Contracts = {},
  flows: OtherFlows = {},
): Compiled {
  const others = Object.entries(flows).map(([name, one]) => [name, flowPart(name, one)] as const);
  return compileFlow({
    ...flowPart('case', flow),
    flows: new Map(others),
    dataActions: new Map(Object.entries(dataActions)),
    hash: 'hash',
  });
}

function flowPart(name: string, { actions, tasks, ...rest }: JsonObject): FlowPart {
  const main = actions === undefined ? {} : { main: actions };
  const flow: JsonObject = {
    type: 'inboundCall',
    name,
    startUp: { task: 'main' },
    ...rest,
    tasks: { ...main, ...(tasks as JsonObject | undefined) },
  };
  return { file: `${name}.flow.json`, flow, taskFiles: new Map() };
}

/** The program of a flow that must have no errors. */
export function programOf(flow: JsonObject, dataActions: Contracts = {}, flows: OtherFlows = {}): Program {
  const { program, diagnostics } = compilePartial(flow, dataActions, flows);
  if (program === undefined) throw new Error(JSON.stringify(diagnostics, null, 2));
  return program;
}

/** Plays a flow on a clock of its own. */
export function play(program: Program, plays: readonly Play[], options: PlayOptions = {}): Played {
  const { environment = SILENT, between = stored } = options;
  let now = NOW;
  const steps: StepResult[] = [];
  let conversation = take(start(program, { id: 'c1', now, environment, call: {}, ...options }));

  function take(result: StepResult): Conversation {
    steps.push(result);
    return between(result.conversation);
  }
  function send(stimulus: Stimulus): void {
    conversation = take(resume(program, conversation, stimulus, { now, environment }));
  }
  function runOut(until: number): void {
    for (
      let due = conversation.wait?.dueAt;
      due !== undefined && due <= until;
      due = conversation.wait?.dueAt
    ) {
      now = Math.max(now, due);
      send({ type: 'timeElapsed', step: conversation.wait?.begunAtStep ?? 0 });
    }
  }
  runOut(now);
  for (const one of plays) {
    if ('after' in one) {
      const until = now + one.after * 1000;
      runOut(until);
      now = until;
    } else {
      for (const stimulus of stimuliOf(one, conversation)) send(stimulus);
      runOut(now);
    }
  }
  return { conversation, steps, events: steps.flatMap((step) => step.events) };
}

function stimuliOf(one: Exclude<Play, { after: number }>, { wait }: Conversation): readonly Stimulus[] {
  if ('press' in one) return [{ type: 'pressed', keys: one.press }];
  const understood = 'understood' in one && one.understood ? { understood: one.understood } : {};
  if ('say' in one) return [{ type: 'spoke', words: one.say, ...understood }];
  if ('write' in one) return [{ type: 'wrote', text: one.write, ...understood }];
  if ('hangUp' in one) return [{ type: 'callerDisconnected' }];
  if ('agentAnswers' in one) return [{ type: 'agentAnswered' }];
  const step = wait?.begunAtStep ?? 0;
  const { dataAction } = one;
  if (dataAction === 'timeout') return [{ type: 'timeElapsed', step }];
  if ('success' in dataAction) return [{ type: 'completedDataAction', step, outputs: dataAction.success }];
  if ('failure' in dataAction) return [{ type: 'failedDataAction', step, failure: dataAction.failure }];
  return [{ type: 'completedDataAction', step: step - 1, outputs: dataAction.late }];
}

/** A conversation as it comes back from a store. */
export function stored(conversation: Conversation): Conversation {
  return JSON.parse(JSON.stringify(conversation)) as Conversation;
}

/** A conversation that nobody can change. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const one of Object.values(value)) frozen(one);
  }
  return value;
}

/** The texts the caller heard, or heard the beginning of, in order. */
export function heard(events: readonly CallEvent[]): readonly Json[] {
  return events.filter(({ type }) => type === 'playedAudio').map(({ text }) => text ?? null);
}
