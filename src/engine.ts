import type { DataAction } from './actions/data-action.ts';
import type { JsonObject } from './authoring/json.ts';
import { AttendantError } from './errors.ts';
import type { Clock, Ids, Log } from './ports.ts';
import type { CallDetails, Conversation, StepResult, Stimulus, Wait } from './runtime/conversation.ts';
import type { Environment } from './runtime/flow.ts';
import { resume, start } from './runtime/interpreter.ts';
import type { Program } from './runtime/program.ts';
import type { ConversationStore, StepRecord } from './store/conversation-store.ts';

/*
 * Drives calls: load, step, save, then perform what the call waits for.
 *
 * Owns: the turn of each conversation, the timer of the earliest wait, requests under way, recovery.
 * Does not own: what a flow does (runtime/), how a request is made (DataActionRunner), how state is kept (ConversationStore).
 *
 * I1: saved before performed. Nothing outside happens for a step that is not on disk.
 * I2: one stimulus at a time for a conversation; different conversations do not wait for each other.
 * I3: a request is repeated only when its definition and its target say that repeating is safe.
 * I4: a call that waits for its caller, an agent or time costs no memory.
 * I5: a conversation goes on with the flow version it began with (R5).
 */

/** A flow that can be run: compiled, with the data actions it calls and the text it was made of. */
export interface RunnableFlow {
  readonly program: Program;
  readonly dataActions: ReadonlyMap<string, DataAction>;
  /** JSON text of everything; its hash is the program's. */
  readonly bundle: string;
}

/** Finds flows by name, and makes them again from what a conversation was begun with. */
export interface FlowLibrary {
  find(name: string): RunnableFlow | undefined;
  names(): readonly string[];
  /** @throws AttendantError `FLOW_INVALID` when this version of Attendant cannot run it any more. */
  fromBundle(bundle: string, hash: string): RunnableFlow;
}

/** How a data action ended. `unknown`: the request may have been received, and nobody knows. */
export type DataActionOutcome =
  | { readonly result: 'success'; readonly outputs: JsonObject }
  | { readonly result: 'failure' | 'unknown'; readonly failure: JsonObject };

/** Runs data actions. */
export interface DataActionRunner {
  run(
    dataAction: DataAction,
    request: { readonly inputs: JsonObject; readonly idempotencyKey: string; readonly signal: AbortSignal },
  ): Promise<DataActionOutcome>;
  /** Whether the same request may be sent again when its outcome is unknown. */
  mayRepeat(dataAction: DataAction): boolean;
}

/** What an engine works with. */
export interface EngineOptions {
  readonly store: ConversationStore;
  readonly flows: FlowLibrary;
  readonly dataActions: DataActionRunner;
  readonly environment: Environment;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** How a call begins. */
export interface CallStart {
  readonly flow: string;
  readonly call?: CallDetails;
  readonly language?: string;
  /** `Flow.x`: value. */
  readonly inputs?: JsonObject;
}

type StepListener = (record: StepRecord) => void;

/** A request under way. Keeps the conversation at hand, so that the answer need not load it again. */
interface UnderWay {
  readonly abort: AbortController;
  conversation: Conversation;
  isAnswered: boolean;
}

/** How many calls one look at the store may bring. */
const DUE_AT_ONCE = 500;
/** When what could not be fired is tried again, the store being full or locked. */
const RETRY_AFTER_MS = 30_000;
/** A repeatable request with an unknown outcome is sent at most this often while the step waits. */
const MAX_ATTEMPTS = 3;
const OUTCOME_UNKNOWN = {
  errorCode: 'outcome.unknown',
  userMessage: 'The request may or may not have been carried out; it was not sent again.',
};

/** Runs calls on a store. Call `recover` once before anything else, and `close` at the end. */
export class Engine {
  readonly #options: EngineOptions;
  readonly #turns = new Map<string, Promise<unknown>>();
  readonly #underWay = new Map<string, UnderWay>();
  readonly #versions = new Map<string, RunnableFlow>();
  readonly #listeners = new Set<StepListener>();
  /** Calls whose flow version cannot be run. */
  readonly #stuck = new Set<string>();
  #timer: { readonly at: number; readonly cancel: () => void } | undefined;
  #busy = 0;
  #whenIdle: (() => void)[] = [];
  #closed = false;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  /**
   * Begins a call; resolves with the conversation at its first wait or its end.
   *
   * @throws AttendantError `FLOW_UNKNOWN`.
   */
  async startCall({ flow: name, call = {}, inputs, language }: CallStart): Promise<Conversation> {
    const { flows, ids, clock, environment } = this.#options;
    const flow = flows.find(name);
    if (flow === undefined)
      throw new AttendantError(
        'FLOW_UNKNOWN',
        `there is no flow "${name}"; known: ${flows.names().join(', ') || 'none'}`,
      );
    const id = ids.next();
    const begun = {
      call,
      ...(inputs === undefined ? {} : { inputs }),
      ...(language === undefined ? {} : { language }),
    };
    return this.#inTurn(id, async () => {
      await this.#keepVersion(flow);
      const now = clock.now();
      const result = start(flow.program, { id, now, environment, ...begun });
      return this.#save(flow, result, { at: now, stimulus: { type: 'start', ...begun } });
    });
  }

  /**
   * Brings a stimulus to a call; resolves with the conversation at its next wait or its end.
   *
   * @throws AttendantError `CONVERSATION_UNKNOWN`, `CONVERSATION_ENDED`.
   */
  stimulate(id: string, stimulus: Stimulus): Promise<Conversation> {
    return this.#inTurn(id, async () => {
      const conversation = this.#underWay.get(id)?.conversation ?? (await this.#options.store.load(id));
      if (conversation === undefined)
        throw new AttendantError('CONVERSATION_UNKNOWN', `there is no conversation ${id}`);
      if (conversation.status === 'ended') {
        if ('step' in stimulus) return conversation;
        throw new AttendantError('CONVERSATION_ENDED', `conversation ${id} has ended, it waits for nothing`);
      }
      return this.#step(conversation, stimulus);
    });
  }

  /** Takes up every call where the last process left it: answers what was asked and not answered, fires what is due. */
  async recover(): Promise<void> {
    const ids = await this.#options.store.unanswered();
    const broken = await this.#each(ids, (id) => this.#recoverOne(id));
    for (const { reason } of broken) this.#warn('a call could not be taken up again', reason);
    await this.#fireDue();
  }

  /** Tells of every step once it is stored. @returns what ends the telling. */
  onStep(listener: StepListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when nothing is under way: every call waits for its caller, an agent or time. */
  idle(): Promise<void> {
    return this.#busy === 0 ? Promise.resolve() : new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  /** Stops: no timer fires any more, requests under way are dropped and decided at the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#timer?.cancel();
    for (const { abort } of this.#underWay.values()) abort.abort();
    await this.idle();
  }

  /** I2: runs `work` after everything that was asked of the same conversation before. */
  #inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(id);
    const mine = this.#counted(before === undefined ? work() : before.then(work, work));
    const settled: Promise<void> = mine.then(
      () => this.#endTurn(id, settled),
      () => this.#endTurn(id, settled),
    );
    this.#turns.set(id, settled);
    return mine;
  }

  #endTurn(id: string, settled: Promise<unknown>): void {
    if (this.#turns.get(id) === settled) this.#turns.delete(id);
  }

  /** Counts work under way, for `idle`. */
  async #counted<T>(work: Promise<T>): Promise<T> {
    this.#busy++;
    try {
      return await work;
    } finally {
      this.#busy--;
      if (this.#busy === 0) for (const resolve of this.#whenIdle.splice(0)) resolve();
    }
  }

  async #step(conversation: Conversation, stimulus: Stimulus): Promise<Conversation> {
    const flow =
      this.#versions.get(conversation.flow.hash) ?? (await this.#loadVersion(conversation.flow.hash));
    const { clock, environment } = this.#options;
    const now = clock.now();
    const result = resume(flow.program, conversation, stimulus, { now, environment });
    return result.conversation === conversation
      ? conversation
      : this.#save(flow, result, { at: now, stimulus });
  }

  /** I1: the step is on disk before anything follows from it. */
  async #save(
    flow: RunnableFlow,
    result: StepResult,
    cause: { readonly at: number; readonly stimulus: Stimulus },
  ): Promise<Conversation> {
    const record: StepRecord = { ...result, ...cause };
    const { conversation } = result;
    await this.#options.store.saveStep(record);
    this.#perform(flow, conversation);
    this.#tell(record);
    return conversation;
  }

  /** A listener that throws changes nothing for the call, nor for the other listeners. */
  #tell(record: StepRecord): void {
    for (const listener of this.#listeners) {
      try {
        listener(record);
      } catch (error) {
        this.#warn('a listener failed', error);
      }
    }
  }

  #perform(flow: RunnableFlow, conversation: Conversation): void {
    const { id, wait } = conversation;
    if (wait?.dueAt !== undefined) this.#arm(wait.dueAt);
    const underWay = this.#underWay.get(id);
    if (this.#closed) return;
    if (wait?.for !== 'dataAction') {
      if (underWay?.isAnswered === false) underWay.abort.abort();
      this.#underWay.delete(id);
    } else if (underWay !== undefined && underWay.conversation.wait?.begunAtStep === wait.begunAtStep) {
      underWay.conversation = conversation;
    } else this.#request(flow, conversation, wait);
  }

  #request(flow: RunnableFlow, conversation: Conversation, wait: Extract<Wait, { for: 'dataAction' }>): void {
    this.#underWay.get(conversation.id)?.abort.abort();
    const underWay = { abort: new AbortController(), conversation, isAnswered: false };
    this.#underWay.set(conversation.id, underWay);
    void this.#counted(this.#ask(flow, underWay, wait));
  }

  async #ask(
    flow: RunnableFlow,
    underWay: UnderWay,
    wait: Extract<Wait, { for: 'dataAction' }>,
  ): Promise<void> {
    const { signal } = underWay.abort;
    const stimulus = await this.#outcome(flow, wait, signal).catch((error: unknown) => {
      this.#warn('a data action could not be run', error);
      return failed(wait.begunAtStep ?? 0, OUTCOME_UNKNOWN);
    });
    if (signal.aborted || this.#closed) return;
    underWay.isAnswered = true;
    await this.stimulate(underWay.conversation.id, stimulus).catch((error: unknown) =>
      this.#warn("a data action's answer could not be stored", error),
    );
  }

  async #outcome(
    flow: RunnableFlow,
    wait: Extract<Wait, { for: 'dataAction' }>,
    signal: AbortSignal,
  ): Promise<Stimulus> {
    const step = wait.begunAtStep ?? 0;
    const dataAction = flow.dataActions.get(wait.dataAction);
    if (dataAction === undefined)
      return failed(step, {
        errorCode: 'dataAction.missing',
        userMessage: 'the data action is not part of this flow version',
      });
    const attempts = this.#options.dataActions.mayRepeat(dataAction) ? MAX_ATTEMPTS : 1;
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#options.dataActions.run(dataAction, {
        inputs: wait.inputs,
        idempotencyKey: wait.idempotencyKey,
        signal,
      });
      if (outcome.result === 'success')
        return { type: 'completedDataAction', step, outputs: outcome.outputs };
      if (outcome.result === 'failure' || attempt >= attempts || signal.aborted)
        return failed(step, outcome.failure);
    }
  }

  /** I3: what was asked before the stop and not answered is asked again only where that is safe. */
  async #recoverOne(id: string): Promise<void> {
    const conversation = await this.#options.store.load(id);
    const wait = conversation?.wait;
    if (conversation === undefined || wait?.for !== 'dataAction') return;
    const flow = await this.#loadVersion(conversation.flow.hash);
    const dataAction = flow.dataActions.get(wait.dataAction);
    const isOver = wait.dueAt !== undefined && wait.dueAt <= this.#options.clock.now();
    if (dataAction !== undefined && this.#options.dataActions.mayRepeat(dataAction)) {
      if (!isOver) this.#perform(flow, conversation);
      return;
    }
    this.#options.log.info(
      'a data action was asked for before the last stop and not answered; its outcome is unknown',
      { conversation: id },
    );
    await this.#step(conversation, failed(wait.begunAtStep ?? 0, OUTCOME_UNKNOWN));
  }

  async #keepVersion(flow: RunnableFlow): Promise<void> {
    const { hash, name, type } = flow.program;
    if (this.#versions.has(hash)) return;
    await this.#options.store.saveFlow({ hash, name, type, bundle: flow.bundle });
    this.#versions.set(hash, flow);
  }

  async #loadVersion(hash: string): Promise<RunnableFlow> {
    const known = this.#versions.get(hash);
    if (known !== undefined) return known;
    const version = await this.#options.store.loadFlow(hash);
    if (version === undefined)
      throw new AttendantError(
        'FLOW_UNKNOWN',
        `the flow version ${hash.slice(0, 12)} of a stored conversation is missing`,
      );
    const flow = this.#options.flows.fromBundle(version.bundle, hash);
    this.#versions.set(hash, flow);
    return flow;
  }

  /** One timer for the earliest wait of all. */
  #arm(dueAt: number): void {
    if (this.#closed || (this.#timer !== undefined && this.#timer.at <= dueAt)) return;
    this.#timer?.cancel();
    this.#timer = { at: dueAt, cancel: this.#options.clock.at(dueAt, () => this.#onTimer()) };
  }

  #onTimer(): void {
    this.#timer = undefined;
    void this.#counted(
      this.#fireDue().catch((error: unknown) => this.#warn('waits that ran out could not be fired', error)),
    );
  }

  /** A call that cannot go on is logged and left as it is; it does not hold up the others. */
  async #fireDue(): Promise<void> {
    const { store, clock } = this.#options;
    const now = clock.now();
    const due = await store.due(now, DUE_AT_ONCE + this.#stuck.size);
    const ids = due.filter((id) => !this.#stuck.has(id));
    const broken = await this.#each(ids, (id) => this.#fireOne(id));
    for (const { id, reason } of broken) this.#setAside(id, reason);
    if (due.length >= DUE_AT_ONCE && broken.length < ids.length) return this.#fireDue();
    const next = await store.nextDueAt(now);
    if (next !== undefined) this.#arm(next);
  }

  /** A flow that cannot be run stays so until the next start; whatever else went wrong is tried again. */
  #setAside(id: string, reason: unknown): void {
    this.#warn('a wait that ran out could not be fired', reason);
    if (reason instanceof AttendantError && reason.code.startsWith('FLOW_')) this.#stuck.add(id);
    else this.#arm(this.#options.clock.now() + RETRY_AFTER_MS);
  }

  /** Does the same for several calls, each in its turn. @returns those that could not. */
  async #each(
    ids: readonly string[],
    work: (id: string) => Promise<unknown>,
  ): Promise<readonly { readonly id: string; readonly reason: unknown }[]> {
    const done = await Promise.allSettled(ids.map((id) => this.#inTurn(id, () => work(id))));
    return ids.flatMap((id, index) => {
      const one = done[index];
      return one?.status === 'rejected' ? [{ id, reason: one.reason }] : [];
    });
  }

  async #fireOne(id: string): Promise<void> {
    const conversation = this.#underWay.get(id)?.conversation ?? (await this.#options.store.load(id));
    const wait = conversation?.wait;
    if (conversation === undefined || wait?.dueAt === undefined || wait.dueAt > this.#options.clock.now())
      return;
    await this.#step(conversation, { type: 'timeElapsed', step: wait.begunAtStep ?? 0 });
  }

  #warn(message: string, error: unknown): void {
    this.#options.log.warn(message, { error: error instanceof AttendantError ? error.code : 'unexpected' });
  }
}

function failed(step: number, failure: JsonObject): Stimulus {
  return { type: 'failedDataAction', step, failure };
}
