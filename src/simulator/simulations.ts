import type { FlowLibrary, RunnableFlow } from '../engine/engine-options.ts';
import { FlowVersions } from '../engine/flow-versions.ts';
import { AttendantError } from '../errors.ts';
import type { Clock, Ids } from '../ports.ts';
import type { ChangesByHand } from '../runtime/conversation.ts';
import type { Environment } from '../runtime/environment.ts';
import type { ConversationStore, StepRecord, StoredStep } from '../store/conversation-store.ts';
import type {
  SimulationOrigin,
  SimulationRecord,
  SimulationStep,
  SimulationStore,
} from '../store/simulation-store.ts';
import { type Breakpoint, compileBreakpoints } from './breakpoints.ts';
import { Moments, type StoredCall, wholeSteps } from './moments.ts';
import { OpenSimulation, type OpenSimulationParts } from './open-simulation.ts';
import { firstDifference, replayCall } from './played-steps.ts';
import { type SimulatedClock, simulatedClock } from './simulated-clock.ts';
import type { Receivers } from './simulation-parts.ts';

/** How many simulated calls and how many calls that are looked at stay in memory. */
const MAX_OPEN = 24;
const MAX_LOOKED_AT = 8;

/** What simulated calls work with. */
export interface SimulationsOptions {
  readonly store: SimulationStore;
  /** Where the calls are that the engine runs. */
  readonly calls: ConversationStore;
  readonly flows: FlowLibrary;
  readonly environment: Environment;
  /** Who performs data actions of a flow for a call on a clock of its own. */
  receivers(flow: RunnableFlow, clock: SimulatedClock): Receivers;
  /** Whether data actions reach receivers outside of this machine: then a hand answers unless told otherwise. */
  readonly goesOutside: boolean;
  /** The clock of a call that stands at a moment, epoch ms; absent: one of its own. */
  clockAt?(at: number): SimulatedClock;
  /** Real time. */
  readonly clock: Clock;
  readonly ids: Ids;
}

/** How a simulated call is played. */
export interface PlayingOptions {
  readonly isStepped?: boolean;
  readonly breakpoints?: readonly Breakpoint[];
  /** Absent: as the call is that it is forked from, or else performed where that stays on this machine. */
  readonly dataActions?: 'perform' | 'ask';
}

/** What differs in a fork. */
export interface ForkOptions extends PlayingOptions {
  readonly from: SimulationOrigin;
  readonly changes?: ChangesByHand;
  /** The flow to play it with, as it is loaded now; absent: the version of the call. */
  readonly flow?: RunnableFlow;
}

/**
 * All simulated calls: those in memory, and those that are taken up again from the store.
 *
 * I1: a call is open once. I2: a call that is put aside is at rest, and nothing of it is lost.
 */
export class Simulations {
  readonly #options: SimulationsOptions;
  readonly #versions: FlowVersions;
  readonly #open = new Map<string, OpenSimulation>();
  /** Calls that are being taken up, so that two who ask at once get the same. */
  readonly #opening = new Map<string, Promise<OpenSimulation | undefined>>();
  readonly #lookedAt = new Map<string, Moments>();

  constructor(options: SimulationsOptions) {
    this.#options = options;
    this.#versions = new FlowVersions({ store: options.calls, flows: options.flows });
  }

  get goesOutside(): boolean {
    return this.#options.goesOutside;
  }

  /** Makes a call that has not begun. @param at its time, epoch ms. @throws AttendantError `USAGE` for a breakpoint of no use. */
  async make(flow: RunnableFlow, at: number, options: PlayingOptions): Promise<OpenSimulation> {
    const { store, environment, ids } = this.#options;
    await this.#versions.keep(flow);
    const key = store.keepEnvironment(environment);
    return this.#add(
      new OpenSimulation({ ...this.#parts(at), id: ids.next(), flow, environment, key, options }),
    );
  }

  /**
   * A call that goes on from a moment of another one. What that one sent is not sent again.
   *
   * @throws AttendantError `CONVERSATION_UNKNOWN`; `USAGE` for a moment, a breakpoint or a variable that there is not;
   * ExpressionError for a value that its variable cannot hold. No call is made then.
   */
  async fork({ from, changes, flow, ...options }: ForkOptions): Promise<OpenSimulation> {
    const original = await this.moments(from.callId);
    const moments = original.all.slice(0, from.moment);
    const last = moments.at(-1);
    if (last === undefined || moments.length < from.moment)
      throw new AttendantError(
        'USAGE',
        `the call has ${original.all.length} moments; moment is from 1 to that`,
      );
    const { store, ids } = this.#options;
    const played = flow ?? original.call.flow;
    await this.#versions.keep(played);
    const id = ids.next();
    const { environmentOf, environment } = original.call;
    const whole = wholeSteps(moments);
    const steps = replayCall(
      { ...original.call, id, program: played.program, environment, ...(environmentOf && { environmentOf }) },
      whole,
    );
    const differsAt = firstDifference(withoutId(moments, from.callId), withoutId(steps, id));
    const answers = whole.map(({ stored }) => answeredOf(original.steps[stored]));
    const fork = new OpenSimulation({
      ...this.#parts(last.at),
      id,
      flow: played,
      environment,
      key: store.keepEnvironment(environment),
      options: { ...this.#answeredIn(from.callId), ...options },
      origin: from,
      before: steps.map((step, index) => ({ ...step, ...answers[index] })),
      ...(differsAt !== undefined && { differsAt }),
    });
    if (changes !== undefined) fork.simulation.tryChanges(changes);
    await fork.keepBefore();
    this.#add(fork);
    const { conversation } = fork.simulation;
    if (options.isStepped === true && conversation.wait?.for !== 'pause') await fork.simulation.goOn('step');
    if (changes !== undefined) await fork.simulation.change(changes);
    return fork;
  }

  /** A simulated call, in memory or from the store; undefined when there is none. */
  async find(id: string): Promise<OpenSimulation | undefined> {
    const open = this.#open.get(id);
    if (open !== undefined) {
      this.#open.delete(id);
      if (!open.isUnkept) return this.#add(open);
      open.simulation.close();
    }
    const opening = this.#opening.get(id) ?? this.#takeUp(id).finally(() => this.#opening.delete(id));
    this.#opening.set(id, opening);
    return opening;
  }

  async #takeUp(id: string): Promise<OpenSimulation | undefined> {
    const { store, environment: now } = this.#options;
    const stored = store.load(id);
    if (stored === undefined) return undefined;
    const { record } = stored;
    const flow = await this.#flow(record.flowHash);
    const environment = store.loadEnvironment(record.environment) ?? now;
    const kept = store.steps(id);
    const steps = replayCall({ program: flow.program, environment, id }, kept);
    return this.#add(
      new OpenSimulation({
        ...this.#parts(record.clock),
        id,
        flow,
        environment,
        key: record.environment,
        options: playingOf(record, flow),
        before: steps.map((step, index) => ({ ...step, ...answeredOf(kept[index]) })),
        ...(record.origin !== undefined && { origin: record.origin }),
      }),
    );
  }

  list(limit: number): readonly SimulationRecord[] {
    return this.#options.store.list(limit);
  }

  /** @returns whether there was one. */
  async remove(id: string): Promise<boolean> {
    await this.#opening.get(id);
    this.#open.get(id)?.simulation.close();
    this.#open.delete(id);
    return this.#options.store.remove(id);
  }

  /** The moments of any call. @throws AttendantError `CONVERSATION_UNKNOWN` */
  async moments(id: string): Promise<Moments> {
    const simulation = await this.find(id);
    if (simulation !== undefined) return simulation.moments();
    const { calls, environment } = this.#options;
    const conversation = await calls.load(id);
    if (conversation === undefined)
      throw new AttendantError('CONVERSATION_UNKNOWN', 'no conversation has this id');
    const steps = await calls.steps(id);
    const known = this.#lookedAt.get(id);
    const moments =
      known ?? new Moments(await this.#storedCall(id, conversation.flow.hash, steps, environment));
    this.#lookedAt.delete(id);
    this.#lookedAt.set(id, moments);
    dropOldest(this.#lookedAt, MAX_LOOKED_AT);
    return moments.follow(steps);
  }

  /** A flow version that some call began with. @throws AttendantError `FLOW_UNKNOWN`, `FLOW_INVALID` */
  async flow(hash: string): Promise<RunnableFlow> {
    return this.#flow(hash);
  }

  /** Gives up what is under way. */
  close(): void {
    for (const { simulation } of this.#open.values()) simulation.close();
    this.#open.clear();
  }

  async #storedCall(
    id: string,
    hash: string,
    steps: readonly StoredStep[],
    environment: Environment,
  ): Promise<StoredCall> {
    const keys = new Set(steps.flatMap(({ environment: key }) => (key === undefined ? [] : [key])));
    const known = new Map<number | undefined, Environment>();
    for (const key of keys) known.set(key, (await this.#options.calls.loadEnvironment(key)) ?? environment);
    const { store } = this.#options;
    // A step that comes later may have run with a newer one.
    const environmentOf = (key: number | undefined) =>
      known.get(key) ?? (key === undefined ? undefined : store.loadEnvironment(key)) ?? environment;
    const last = environmentOf(steps.at(-1)?.environment);
    return { id, flow: await this.#flow(hash), environment: last, environmentOf };
  }

  async #flow(hash: string): Promise<RunnableFlow> {
    const { flows } = this.#options;
    const loaded = flows.names().map((name) => flows.find(name));
    return loaded.find((flow) => flow?.program.hash === hash) ?? this.#versions.load(hash);
  }

  /** Who answers data actions of a call that is simulated. */
  #answeredIn(id: string): PlayingOptions {
    const { dataActions } = this.#open.get(id) ?? {};
    return dataActions === undefined ? {} : { dataActions };
  }

  #parts(
    at: number,
  ): Pick<OpenSimulationParts, 'store' | 'receivers' | 'goesOutside' | 'clock' | 'realTime'> {
    const { store, goesOutside, clock, clockAt = simulatedClock } = this.#options;
    const receivers: OpenSimulationParts['receivers'] = (flow, own) => this.#options.receivers(flow, own);
    return { store, goesOutside, clock: clockAt(at), realTime: () => clock.now(), receivers };
  }

  #add(simulation: OpenSimulation): OpenSimulation {
    this.#open.set(simulation.id, simulation);
    const idle = [...this.#open.values()].find((one) => one !== simulation && one.isIdle);
    if (this.#open.size > MAX_OPEN && idle !== undefined) {
      idle.simulation.close();
      this.#open.delete(idle.id);
    }
    return simulation;
  }
}

/** As it was played before. A breakpoint that this version of Attendant no longer understands is left out. */
function playingOf({ playing = {} }: SimulationRecord, { program }: RunnableFlow): PlayingOptions {
  const { breakpoints = [], ...rest } = playing;
  return {
    ...rest,
    breakpoints: breakpoints.filter((one) => 'pauses' in compileBreakpoints(program, [one])),
  };
}

/** A fork has another id than its original, which is no difference. */
function withoutId(steps: readonly StepRecord[], id: string): readonly Pick<StepRecord, 'events'>[] {
  return steps.map(({ events }) => ({
    events: JSON.parse(JSON.stringify(events).replaceAll(id, '')) as StepRecord['events'],
  }));
}

function answeredOf(step: SimulationStep | undefined) {
  return step?.answered === undefined ? {} : { answered: step.answered };
}

function dropOldest(map: Map<string, unknown>, max: number): void {
  const [oldest] = map.keys();
  if (map.size > max && oldest !== undefined) map.delete(oldest);
}
