import { AttendantError } from '../errors.ts';
import type { Conversation, StepResult, Stimulus } from '../runtime/conversation.ts';
import { resume, start } from '../runtime/interpreter.ts';
import type { StepRecord } from '../store/conversation-store.ts';
import { DueWaits } from './due-waits.ts';
import type { CallStart, EngineOptions, RunnableFlow } from './engine-options.ts';
import { FlowVersions } from './flow-versions.ts';
import { Requests } from './requests.ts';
import { Turns } from './turns.ts';

/*
 * Drives calls: load, step, save, then perform what the call waits for.
 *
 * Owns: the order of these. Its parts own the rest: turns.ts the turn of each conversation, due-waits.ts the timer of
 * the earliest wait, requests.ts the data actions under way, flow-versions.ts the versions calls began with.
 * Does not own: what a flow does (runtime/), how a request is made (DataActionRunner), how state is kept (ConversationStore).
 *
 * I1: saved before performed. Nothing outside happens for a step that is not on disk.
 * I2: one stimulus at a time for a conversation; different conversations do not wait for each other.
 * I3: a request is repeated only when its definition and its target say that repeating is safe.
 * I4: a call that waits for its caller, an agent or time costs no memory.
 * I5: a conversation goes on with the flow version it began with (R5).
 */

type StepListener = (record: StepRecord) => void;

/** Runs calls on a store. Call `recover` once before anything else, and `close` at the end. */
export class Engine {
  readonly #options: EngineOptions;
  readonly #turns = new Turns();
  readonly #versions: FlowVersions;
  readonly #requests: Requests;
  readonly #waits: DueWaits;
  readonly #listeners = new Set<StepListener>();
  #closed = false;

  constructor(options: EngineOptions) {
    const warn = (message: string, error: unknown, conversation?: string) =>
      this.#warn(message, error, conversation);
    const { store, clock } = options;
    this.#options = options;
    this.#versions = new FlowVersions(options);
    this.#requests = new Requests(options.dataActions, {
      warn,
      answered: (id, stimulus) => this.stimulate(id, stimulus),
    });
    this.#waits = new DueWaits({ store, clock, warn, turns: this.#turns, fire: (id) => this.#fire(id) });
  }

  /**
   * Begins a call; resolves with the conversation at its first wait or its end.
   *
   * @throws AttendantError `FLOW_UNKNOWN`.
   */
  async startCall({ id: given, flow: name, call = {}, inputs, language }: CallStart): Promise<Conversation> {
    const { flows, ids, clock, environment } = this.#options;
    const flow = flows.find(name);
    if (flow === undefined) {
      const known = flows.names().join(', ') || 'none';
      throw new AttendantError('FLOW_UNKNOWN', `there is no flow "${name}"; known: ${known}`);
    }
    const id = given ?? ids.next();
    const begun = {
      call,
      ...(inputs !== undefined && { inputs }),
      ...(language !== undefined && { language }),
    };
    return this.#turns.inTurn(id, async () => {
      const begunBefore = given === undefined ? undefined : await this.#load(given);
      if (begunBefore !== undefined) return begunBefore;
      await this.#versions.keep(flow);
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
    return this.#turns.inTurn(id, async () => {
      const conversation = await this.#load(id);
      if (conversation === undefined)
        throw new AttendantError('CONVERSATION_UNKNOWN', `there is no conversation ${id}`);
      if (conversation.status === 'waiting') return this.#step(conversation, stimulus);
      if ('step' in stimulus) return conversation;
      throw new AttendantError('CONVERSATION_ENDED', `conversation ${id} has ended, it waits for nothing`);
    });
  }

  /** Takes up every call where the last process left it: answers what was asked and not answered, fires what is due. */
  async recover(): Promise<void> {
    const ids = await this.#options.store.unanswered();
    const broken = await this.#turns.each(ids, (id) => this.#recoverOne(id));
    for (const { id, reason } of broken) this.#warn('a call could not be taken up again', reason, id);
    await this.#waits.fire();
  }

  /** Tells of every step once it is stored. @returns what ends the telling. */
  onStep(listener: StepListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when nothing is under way: every call waits for its caller, an agent or time. */
  idle(): Promise<void> {
    return this.#turns.idle();
  }

  /** Stops: no timer fires any more, requests under way are dropped and decided at the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#waits.close();
    this.#requests.dropAll();
    await this.idle();
  }

  async #load(id: string): Promise<Conversation | undefined> {
    return this.#requests.conversation(id) ?? this.#options.store.load(id);
  }

  async #step(conversation: Conversation, stimulus: Stimulus): Promise<Conversation> {
    const flow = await this.#versions.load(conversation.flow.hash);
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
    await this.#options.store.saveStep(record);
    this.#perform(flow, result.conversation);
    this.#tell(record);
    return result.conversation;
  }

  #perform(flow: RunnableFlow, conversation: Conversation): void {
    if (this.#closed) return;
    const { dueAt } = conversation.wait ?? {};
    if (dueAt !== undefined) this.#waits.arm(dueAt);
    const asked = this.#requests.follow(flow, conversation);
    if (asked !== undefined) void this.#turns.count(asked);
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

  async #fire(id: string): Promise<void> {
    const conversation = await this.#load(id);
    const wait = conversation?.wait;
    if (conversation === undefined || wait?.dueAt === undefined || wait.dueAt > this.#options.clock.now())
      return;
    await this.#step(conversation, { type: 'timeElapsed', step: wait.begunAtStep ?? 0 });
  }

  /** I3: what was asked before the stop and not answered is asked again only where that is safe. */
  async #recoverOne(id: string): Promise<void> {
    const conversation = await this.#options.store.load(id);
    const wait = conversation?.wait;
    if (conversation === undefined || wait?.for !== 'dataAction') return;
    const flow = await this.#versions.load(conversation.flow.hash);
    if (!this.#requests.mayRepeat(flow, wait)) {
      this.#options.log.info('a data action was asked for before the last stop; its outcome is unknown', {
        conversation: id,
      });
      await this.#step(conversation, this.#requests.unknown(wait));
    } else if (wait.dueAt === undefined || wait.dueAt > this.#options.clock.now())
      this.#perform(flow, conversation);
  }

  /** Names the error only: the message of an unexpected one may hold what a caller said. */
  #warn(message: string, error: unknown, conversation?: string): void {
    const name = error instanceof Error ? error.name : 'unexpected';
    this.#options.log.warn(message, {
      ...(conversation !== undefined && { conversation }),
      error: error instanceof AttendantError ? error.code : name,
    });
  }
}
