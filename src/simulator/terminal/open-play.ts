import type { CallStart, DataActionRunner, RunnableFlow } from '../../engine/engine-options.ts';
import type { Environment } from '../../runtime/environment.ts';
import type { SimulationOrigin, SimulationStore } from '../../store/simulation-store.ts';
import { type Breakpoint, compileBreakpoints } from '../breakpoints.ts';
import type { Moments } from '../moments.ts';
import { replayCall } from '../played-steps.ts';
import type { Printer } from '../printer.ts';
import { byHand, performingReceivers } from '../receivers.ts';
import { type SimulatedClock, shiftedClock, simulatedClock } from '../simulated-clock.ts';
import { Simulation } from '../simulation.ts';
import type { Receivers, SimulatedStep } from '../simulation-parts.ts';
import { TerminalSession } from './session.ts';

/** What calls in a terminal are played with. */
export interface PlayParts {
  readonly flow: RunnableFlow;
  readonly environment: Environment;
  /** Time of all that stands around the calls. */
  readonly clock: SimulatedClock;
  readonly runner: DataActionRunner;
  /** What data actions under way wait for on the clock. */
  readonly waits: NonNullable<Receivers['waits']>;
  readonly simulations: SimulationStore;
  readonly printer: Printer;
  newId(): string;
  /** Real time, epoch ms. */
  realTime(): number;
  /** Writes lines for the person who plays. */
  say(text: string): void;
  /** Whether whoever plays answers data actions. */
  readonly asksForAnswers: boolean;
}

/** Begins a call and a session that plays it. @param breakpoints that the flow can have */
export async function openPlay(
  parts: PlayParts,
  start: CallStart,
  breakpoints: readonly Breakpoint[],
): Promise<TerminalSession> {
  const { flow } = parts;
  const environment = await keepVersions(parts);
  const simulation = newSimulation(parts, environment, parts.clock, 0);
  const fork = (steps: readonly SimulatedStep[], origin: SimulationOrigin) =>
    forked(parts, environment, steps, origin);
  const compiled = compileBreakpoints(flow.program, breakpoints);
  if ('pauses' in compiled) simulation.breakAt(compiled.pauses);
  await simulation.begin(parts.newId(), start);
  return new TerminalSession({ ...parts, fork }, simulation, { breakpoints });
}

/** A session that looks at a call that was; what is done in it begins a fork. */
export async function lookBack(
  parts: PlayParts,
  { call, steps }: Moments,
  breakpoints: readonly Breakpoint[],
): Promise<TerminalSession> {
  const { flow, environment, environmentOf } = call;
  const looking = { environment, ...(environmentOf && { environmentOf }) };
  const played = replayCall({ ...looking, program: flow.program, id: call.id }, steps);
  const key = await keepVersions(parts);
  const at = played.at(-1)?.at ?? parts.clock.now();
  const simulation = new Simulation(
    { flow, environment, clock: simulatedClock(at), receivers: { ask: async () => undefined } },
    played,
  );
  const fork = (before: readonly SimulatedStep[], origin: SimulationOrigin) =>
    forked(parts, key, before, origin);
  const session = new TerminalSession({ ...parts, ...looking, fork }, simulation, {
    breakpoints,
    isStored: true,
  });
  session.tellWhere();
  return session;
}

/** Keeps the flow and the environment. @returns the environment's key. */
async function keepVersions({ simulations, flow, environment }: PlayParts): Promise<number> {
  const { hash, name, type } = flow.program;
  await simulations.saveFlow({ hash, name, type, bundle: flow.bundle });
  return simulations.keepEnvironment(environment);
}

/** A simulation whose time runs behind that of what stands around it. */
function newSimulation(
  parts: PlayParts,
  environment: number,
  clock: SimulatedClock,
  behindMs: number,
  taken: { readonly steps: readonly SimulatedStep[]; readonly origin?: SimulationOrigin } = { steps: [] },
): Simulation {
  const { flow, runner, waits, simulations, printer, asksForAnswers } = parts;
  const next = () => {
    const at = waits.next();
    return at === undefined ? undefined : at - behindMs;
  };
  const performing = performingReceivers(runner, flow, { ...waits, next });
  const call = { environment, ...(taken.origin !== undefined && { origin: taken.origin }) };
  const simulation = new Simulation(
    {
      flow,
      environment: parts.environment,
      clock,
      receivers: asksForAnswers ? byHand(performing) : performing,
      save: ({ answered: _answered, ...step }) => simulations.saveStep(call, step, parts.realTime()),
      realTime: parts.realTime,
    },
    taken.steps,
  );
  simulation.onStep((step) => printer.step(step));
  return simulation;
}

async function forked(
  parts: PlayParts,
  environment: number,
  steps: readonly SimulatedStep[],
  origin: SimulationOrigin,
): Promise<Simulation> {
  const last = steps.at(-1);
  if (last === undefined) throw new Error('a fork has at least the moment the call began');
  for (const { answered: _answered, ...step } of steps)
    await parts.simulations.saveStep({ environment, origin }, step, parts.realTime());
  const { id } = last.conversation;
  parts.printer.fork(
    id,
    steps.reduce((count, { events }) => count + events.length, 0),
  );
  const behindMs = parts.clock.now() - last.at;
  return newSimulation(parts, environment, shiftedClock(parts.clock, behindMs), behindMs, { steps, origin });
}
