import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CallStart, RunnableFlow } from '../engine/engine-options.ts';
import { flowLibrary, type Workspace } from '../files/workspace.ts';
import type { Host } from '../host.ts';
import { mediumOf } from '../runtime/medium.ts';
import type { Moments } from '../simulator/moments.ts';
import { jsonPrinter, type Printer, type SentMessage, textPrinter } from '../simulator/printer.ts';
import { type SimulatedClock, shiftedClock, simulatedClock } from '../simulator/simulated-clock.ts';
import { lookBack, openPlay } from '../simulator/terminal/open-play.ts';
import type { SessionParts } from '../simulator/terminal/session.ts';
import { EXIT, type ExitCode, type Io } from './io.ts';
import { openLocalHost, openVault, readWorkspace } from './local-host.ts';
import { readPlay } from './playing.ts';
import { callerAt } from './simulate-caller.ts';
import type { SimulateOptions } from './simulate-options.ts';
import { flowPath, readBreakpoints, readStart, readTime } from './simulate-start.ts';
import { addToTests, refuseTestOptions, simulateTest } from './simulate-test.ts';

/** How many messages of the outbox are looked at. */
const MAX_MESSAGES = 1_000;

/** Plays one call. @throws UsageError for options that make no sense. */
export async function simulate(
  named: string | undefined,
  options: SimulateOptions,
  io: Io,
): Promise<ExitCode> {
  const flow = await flowPath(named, options);
  refuseTestOptions(options);
  if (options.test !== undefined) return simulateTest(flow, { ...options }, io);
  const clock = simulatedClock(readTime(options.at));
  const workspace = readWorkspace({ path: flow, ...options }, io);
  const library = flowLibrary(workspace?.flows ?? []);
  const runnable = library.find(workspace?.flows[0]?.program?.name ?? '');
  if (workspace === undefined || runnable === undefined) return EXIT.failed;
  const start = options.call === undefined ? await readStart(library, runnable.program, options) : undefined;
  if (start !== undefined) await readBreakpoints(runnable.program, options.break);
  const vault = openVault(workspace, options.data ?? 'data', io);
  const dataActions = workspace.dataActions.map(({ dataAction }) => dataAction);
  const receivers = await readPlay(options, { clock, masker: vault.masker, dataActions }, io);
  if (receivers === undefined) return EXIT.failed;
  const log = { info: () => {}, warn: (message: string) => io.err(`${message}\n`) };
  const own = { database: databaseIn(options.data), port: 0, clock, log, vault, play: receivers };
  const host = await openLocalHost(workspace, { ...own, simulates: timeOf(clock) }, io);
  try {
    const code = await playIn(host, workspace, { runnable, start, clock }, options, io);
    return receivers.finish(io) ? code : EXIT.failed;
  } finally {
    await host.close();
  }
}

/** All of the host has the time of the call; that of a fork from an earlier moment runs behind it. */
function timeOf(clock: SimulatedClock) {
  return { clockAt: (at: number) => shiftedClock(clock, clock.now() - at), realTime: Date.now };
}

/** What is played. */
interface Playable {
  readonly runnable: RunnableFlow;
  /** How the call begins; undefined where one that was is looked at. */
  readonly start: CallStart | undefined;
  readonly clock: SimulatedClock;
}

async function playIn(
  host: Host,
  workspace: Workspace,
  { runnable, start, clock }: Playable,
  options: SimulateOptions,
  io: Io,
): Promise<ExitCode> {
  const looked = options.call === undefined ? undefined : await host.simulations.moments(options.call);
  const flow = looked?.call.flow ?? runnable;
  const breakpoints = await readBreakpoints(flow.program, options.break);
  const medium = mediumOf(flow.program.type, start?.call ?? looked?.all[0]?.conversation.call ?? {});
  const parts: SessionParts = {
    simulations: host.simulations,
    dataActions: options.ask === true ? 'ask' : 'perform',
    printer: printerOf(options, io),
    say: options.json === true ? io.err : io.out,
  };
  const caller = await callerAt(options.keys, medium, io);
  const before = new Set(newest(host).map(({ id }) => id));
  try {
    const session =
      looked === undefined
        ? await openPlay(parts, { flow, start: start ?? { flow: '' }, at: clock.now() }, breakpoints)
        : lookBack(parts, looked, breakpoints);
    const conversation = await session.play(caller);
    await host.platform.settled();
    for (const message of messagesSince(before, host)) parts.printer.message(message);
    parts.printer.end(conversation);
    const isSaved = options.saveTest === undefined || (await save(workspace, session.moments, options, io));
    return conversation.ending?.reason !== 'error' && isSaved ? EXIT.ok : EXIT.failed;
  } finally {
    caller.close();
  }
}

/** Adds the call to a file of tests, for its flow as it is now. */
async function save(
  { flows, environment }: Workspace,
  moments: Moments,
  options: SimulateOptions,
  io: Io,
): Promise<boolean> {
  const { flow: played } = moments.call;
  const { name } = played.program;
  const flow = flowLibrary(flows).find(name) ?? played;
  const file = flows.find(({ program }) => program?.name === name)?.file ?? '';
  return addToTests(file, options, { moments, flow, ...environment }, io);
}

function databaseIn(folder: string | undefined): string {
  if (folder === undefined) return ':memory:';
  mkdirSync(folder, { recursive: true });
  return join(folder, 'attendant.db');
}

function printerOf({ json }: SimulateOptions, io: Io): Printer {
  return json === true ? jsonPrinter(io.out) : textPrinter(io.out, io.hasColors);
}

/** Messages the platform took during this call, oldest first. */
function messagesSince(before: ReadonlySet<string>, host: Host): readonly SentMessage[] {
  return newest(host)
    .filter(({ id }) => !before.has(id))
    .map(({ interactionId: conversationId, channel, toAddress, status, text, acceptedAt }) => {
      return { conversationId, channel, to: toAddress, status, text, at: new Date(acceptedAt).toISOString() };
    })
    .reverse();
}

function newest({ platform }: Host) {
  return platform.messages.newest({ limit: MAX_MESSAGES });
}
