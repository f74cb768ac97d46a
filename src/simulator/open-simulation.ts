import type { JsonObject } from '../authoring/json.ts';
import type { RunnableFlow } from '../engine/engine-options.ts';
import { AttendantError } from '../errors.ts';
import type { Environment } from '../runtime/environment.ts';
import type { StepRecord } from '../store/conversation-store.ts';
import type {
  SimulationOrigin,
  SimulationPlaying,
  SimulationStep,
  SimulationStore,
} from '../store/simulation-store.ts';
import { type Breakpoint, compileBreakpoints } from './breakpoints.ts';
import { Moments } from './moments.ts';
import { storedStep } from './played-steps.ts';
import { byHand } from './receivers.ts';
import type { SimulatedClock } from './simulated-clock.ts';
import { Simulation } from './simulation.ts';
import type { Receivers, SimulatedStep } from './simulation-parts.ts';
import type { PlayingOptions } from './simulations.ts';

/** A step with what is shown of a data action's answer. */
export interface ShownStep extends StepRecord {
  readonly answered?: JsonObject;
}

/** What an open simulated call is made of. */
export interface OpenSimulationParts {
  readonly id: string;
  readonly flow: RunnableFlow;
  readonly environment: Environment;
  /** Key of the environment. */
  readonly key: number;
  /** The call's own. */
  readonly clock: SimulatedClock;
  readonly options: PlayingOptions;
  readonly origin?: SimulationOrigin;
  /** Steps that it has already. */
  readonly before?: readonly ShownStep[];
  /** The first event, from 0, in which a fork differs from its original. */
  readonly differsAt?: number;
  readonly store: SimulationStore;
  readonly goesOutside: boolean;
  /** Real time, epoch ms. */
  realTime(): number;
  receivers(flow: RunnableFlow, clock: SimulatedClock): Receivers;
}

/** A simulated call in memory, with its moments, its breakpoints, and who answers its data actions. */
export class OpenSimulation {
  readonly id: string;
  readonly simulation: Simulation;
  readonly parts: OpenSimulationParts;
  readonly dataActions: 'perform' | 'ask';
  #breakpoints: readonly Breakpoint[] = [];
  readonly #kept: SimulationStep[] = [];
  readonly #moments: Moments;
  #followers = 0;
  #isUnkept = false;

  /** @throws AttendantError `USAGE` for a breakpoint of no use. */
  constructor(parts: OpenSimulationParts) {
    const { id, flow, environment, clock, before = [], options, goesOutside } = parts;
    this.id = id;
    this.parts = parts;
    this.dataActions = options.dataActions ?? (goesOutside ? 'ask' : 'perform');
    const performing = parts.receivers(flow, clock);
    this.simulation = new Simulation(
      {
        flow,
        environment,
        clock,
        receivers: this.dataActions === 'ask' ? byHand(performing) : performing,
        save: (step) => this.#save(shownStep(step)),
        realTime: () => parts.realTime(),
      },
      before.map(({ answered: _, ...step }) => step),
    );
    this.#kept.push(...before.map(keptStep));
    this.#moments = new Moments({ id, flow, environment });
    this.#compile(options.breakpoints ?? []);
  }

  get clock(): SimulatedClock {
    return this.parts.clock;
  }

  get breakpoints(): readonly Breakpoint[] {
    return this.#breakpoints;
  }

  /** Pauses there from now on; resolves once that is kept. @throws AttendantError `USAGE` for a breakpoint of no use. */
  async breakAt(breakpoints: readonly Breakpoint[]): Promise<void> {
    this.#compile(breakpoints);
    await this.parts.store.savePlaying(this.id, this.#playing());
  }

  #compile(breakpoints: readonly Breakpoint[]): void {
    const compiled = compileBreakpoints(this.parts.flow.program, breakpoints);
    if ('fault' in compiled)
      throw new AttendantError('USAGE', `${compiled.fault.message}: ${compiled.fault.hint}`);
    this.#breakpoints = breakpoints;
    this.simulation.breakAt(compiled.pauses);
  }

  /** Every moment so far. */
  moments(): Moments {
    return this.#moments.follow(this.#kept);
  }

  /** What a data action did before a step that is kept, as it is shown. */
  answered(step: number): JsonObject | undefined {
    return this.#kept[step]?.answered;
  }

  /** Whether a step could not be kept: what is in memory is not what is stored. */
  get isUnkept(): boolean {
    return this.#isUnkept;
  }

  /** Whether nothing is under way and nobody follows it. */
  get isIdle(): boolean {
    const { wait } = this.simulation.conversation;
    return this.#followers === 0 && (wait?.for !== 'dataAction' || this.simulation.isAnsweredByHand);
  }

  /** Tells of every step once it is kept. @returns what ends the telling. */
  onStep(listener: () => void): () => void {
    this.#followers++;
    const stop = this.simulation.onStep(listener);
    return () => {
      this.#followers--;
      stop();
    };
  }

  /** Keeps the steps that a fork has already. */
  async keepBefore(): Promise<void> {
    const { before = [], store } = this.parts;
    await Promise.all(before.map((step) => store.saveStep(this.#told(), step, this.parts.realTime())));
  }

  async #save(step: ShownStep): Promise<void> {
    try {
      await this.parts.store.saveStep(this.#told(), step, this.parts.realTime());
    } catch (error) {
      this.#isUnkept = true;
      throw error;
    }
    this.#kept.push(keptStep(step));
  }

  #told() {
    const { key: environment, origin } = this.parts;
    return { environment, playing: this.#playing(), ...(origin !== undefined && { origin }) };
  }

  /** To perform is kept only where that was chosen knowing that it goes outside. */
  #playing(): SimulationPlaying {
    const { dataActions } = this;
    const breakpoints = this.#breakpoints.map((one) => ({ ...one }));
    return { breakpoints, ...((dataActions === 'ask' || this.parts.goesOutside) && { dataActions }) };
  }
}

function keptStep({ answered, ...step }: ShownStep): SimulationStep {
  return { ...storedStep(step), ...(answered !== undefined && { answered }) };
}

/** What is kept of an answer: how it went and every operation. Its values are in the events, masked where they are secure. */
function shownStep({ answered, ...step }: SimulatedStep): ShownStep {
  if (answered === undefined) return step;
  const { outcome, operations, tookMs } = answered;
  const shown = operations.map(({ notes = [], ...operation }) => ({
    ...operation,
    notes: notes.map((note) => ({ ...note })),
  }));
  return { ...step, answered: { result: outcome.result, operations: shown, tookMs } };
}
