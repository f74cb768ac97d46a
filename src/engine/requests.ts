import type { DataActionOutcome } from '../actions/data-action-outcome.ts';
import type { JsonObject } from '../authoring/json.ts';
import type { Conversation, Stimulus, Wait } from '../runtime/conversation.ts';
import { askDataAction } from './ask-data-action.ts';
import type { DataActionRunner, RunnableFlow } from './engine-options.ts';

/** A wait for a data action's answer. */
export type DataActionWait = Extract<Wait, { for: 'dataAction' }>;

/** What stands for the answer of a request of which nobody knows whether it was carried out. */
export const OUTCOME_UNKNOWN = {
  errorCode: 'outcome.unknown',
  userMessage: 'The request may or may not have been carried out; it was not sent again.',
};

/** A request under way. Keeps the conversation at hand, so that the answer need not load it again. */
interface UnderWay {
  readonly abort: AbortController;
  conversation: Conversation;
  isAnswered: boolean;
}

/** What the requests tell of. */
export interface RequestEvents {
  /** The answer came, or what stands for it. */
  answered(conversationId: string, stimulus: Stimulus): Promise<unknown>;
  warn(message: string, error: unknown): void;
}

/** The data actions that are being run: at most one a conversation, dropped when the conversation no longer waits for it. */
export class Requests {
  readonly #runner: DataActionRunner;
  readonly #events: RequestEvents;
  readonly #underWay = new Map<string, UnderWay>();

  constructor(runner: DataActionRunner, events: RequestEvents) {
    this.#runner = runner;
    this.#events = events;
  }

  /** The newest state of a conversation whose data action is under way. */
  conversation(id: string): Conversation | undefined {
    return this.#underWay.get(id)?.conversation;
  }

  /**
   * Begins, keeps or drops the request of a conversation, as its wait says.
   *
   * @returns what resolves when a request that was begun is answered and the answer was told.
   */
  follow(flow: RunnableFlow, conversation: Conversation): Promise<void> | undefined {
    const { id, wait } = conversation;
    const before = this.#underWay.get(id);
    if (
      wait?.for === 'dataAction' &&
      before?.conversation.wait?.begunAtStep === wait.begunAtStep &&
      before !== undefined
    ) {
      before.conversation = conversation;
      return undefined;
    }
    if (before?.isAnswered === false) before.abort.abort();
    this.#underWay.delete(id);
    if (wait?.for !== 'dataAction') return undefined;
    const underWay = { abort: new AbortController(), conversation, isAnswered: false };
    this.#underWay.set(id, underWay);
    return this.#ask(flow, underWay, wait);
  }

  /** What stands for the answer of a request that may or may not have been carried out before the process stopped. */
  unknown(wait: DataActionWait): Stimulus {
    return failed(wait, OUTCOME_UNKNOWN);
  }

  /** Whether the request of a wait may be sent again (I3). */
  mayRepeat(flow: RunnableFlow, wait: DataActionWait): boolean {
    const dataAction = flow.dataActions.get(wait.dataAction);
    return dataAction !== undefined && this.#runner.mayRepeat(dataAction);
  }

  /** Drops all requests; they are decided at the next start. */
  dropAll(): void {
    for (const { abort } of this.#underWay.values()) abort.abort();
  }

  async #ask(flow: RunnableFlow, underWay: UnderWay, wait: DataActionWait): Promise<void> {
    const { signal } = underWay.abort;
    const stimulus = await this.#answer(flow, wait, signal).catch((error: unknown) => {
      this.#events.warn('a data action could not be run', error);
      return failed(wait, OUTCOME_UNKNOWN);
    });
    if (signal.aborted) return;
    underWay.isAnswered = true;
    await this.#events
      .answered(underWay.conversation.id, stimulus)
      .catch((error: unknown) => this.#events.warn("a data action's answer could not be stored", error));
  }

  async #answer(flow: RunnableFlow, wait: DataActionWait, signal: AbortSignal): Promise<Stimulus> {
    const { inputs, idempotencyKey } = wait;
    const dataAction = flow.dataActions.get(wait.dataAction);
    const outcome = await askDataAction(this.#runner, dataAction, { inputs, idempotencyKey, signal });
    return answerOf(wait, outcome);
  }
}

/** The stimulus that brings an outcome to the wait for it. */
export function answerOf(wait: DataActionWait, outcome: DataActionOutcome): Stimulus {
  const step = wait.begunAtStep ?? 0;
  return outcome.result === 'success'
    ? { type: 'completedDataAction', step, outputs: outcome.outputs }
    : failed(wait, outcome.failure);
}

function failed(wait: DataActionWait, failure: JsonObject): Stimulus {
  return { type: 'failedDataAction', step: wait.begunAtStep ?? 0, failure };
}
