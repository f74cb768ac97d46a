import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadStream } from 'node:tty';
import type { JsonObject } from '../authoring/json.ts';
import type { CallStart, FlowLibrary, RunnableFlow } from '../engine/engine-options.ts';
import type { Workspace } from '../files/workspace.ts';
import type { Host } from '../host.ts';
import type { Medium } from '../runtime/medium.ts';
import type { Program } from '../runtime/program.ts';
import type { Breakpoint } from '../simulator/breakpoints.ts';
import type { Caller, TypedCommand } from '../simulator/caller.ts';
import {
  ACT_FORMS,
  type CallerAct,
  parseCallerScript,
  parseWritten,
  WRITTEN_FORMS,
} from '../simulator/caller-script.ts';
import type { Moments } from '../simulator/moments.ts';
import type { Printer, SentMessage } from '../simulator/printer.ts';
import { breakpointOf, COMMANDS_HELP, isCommand } from '../simulator/terminal/command-forms.ts';
import type { PlayParts } from '../simulator/terminal/open-play.ts';
import type { StepRecord } from '../store/conversation-store.ts';
import { EXIT, type ExitCode, type Io, UsageError } from './io.ts';
import { PLAY_OPTIONS, type PlayOptions } from './play-options.ts';
import type { CliCommand } from './program.ts';
import { refuseTestOptions, type TestPlayOptions } from './simulate-test.ts';

/** How many messages of the outbox are looked at. */
const MAX_MESSAGES = 1_000;

type ClosableCaller = Caller & { readonly close: () => void };

interface Options extends PlayOptions, TestPlayOptions {
  readonly from?: string;
  readonly to?: string;
  readonly keys?: string;
  readonly message?: string;
  readonly subject?: string;
  readonly json?: true;
  readonly language?: string;
  readonly input: readonly string[];
  readonly environment?: string;
  readonly platform?: string;
  readonly integrations?: string;
  readonly data?: string;
  readonly at?: string;
  readonly break: readonly string[];
  readonly ask?: true;
  readonly call?: string;
}

/** `attendant simulate`: plays one call of a flow in the terminal, on a virtual clock. */
export const simulateCommand: CliCommand = {
  define(program, run, io) {
    program
      .command('simulate')
      .description('play a call: hear the prompts as text, press keys, push the clock on')
      .argument(
        '[flow]',
        'a flow file; with --call the folder or a file of the flows, else as serve finds them',
      )
      .option('--from <number>', "the caller's number, such as +13175550123; withheld when absent")
      .option('--to <number>', 'the number called')
      .option(
        '--message <text>',
        'what the customer writes first, in flows of messages and e-mails and in bots',
      )
      .option('--subject <text>', 'the subject of the e-mail')
      .option(
        '--keys <k,k,…>',
        `what the caller does at each prompt: ${ACT_FORMS}; then silence. In writing: ${WRITTEN_FORMS}`,
      )
      .option('--json', 'print one JSON event a line')
      .option('--language <tag>', "one of the flow's languages")
      .option(
        '--input <name=value>',
        'an input variable of the flow; may be repeated',
        (value, before) => [...before, value],
        [] as string[],
      )
      .option('--environment <file>', 'settings and queues; else local.environment.json beside the flow')
      .option(
        '--platform <file>',
        'clients, integrations, templates; else local.platform.json beside the flow',
      )
      .option(
        '--integrations <file>',
        'hosts and credentials of receivers; else local.integrations.json beside the flow',
      )
      .option(...PLAY_OPTIONS.fault, (value: string, before: readonly string[]) => [...before, value], [])
      .option(...PLAY_OPTIONS.record)
      .option(...PLAY_OPTIONS.replay)
      .option('--data <folder>', 'keep the call in the database of this folder; else in memory')
      .option('--at <time>', 'when the call comes in, ISO 8601; else now')
      .option(
        '--break <place>',
        'pause before an action, task:name or menu:name; "place if expression"; may be repeated',
        (value, before) => [...before, value],
        [] as string[],
      )
      .option('--call <id>', 'look back on a call that --data keeps, live or simulated, and play on from it')
      .option('--test <file>', 'play the call of a flow test, as attendant test does')
      .option('--save-test <file>', 'add the call to a file of flow tests')
      .option('--name <text>', 'the name of that test')
      .option('--ask', 'answer data actions yourself, with :answer; none is sent by itself')
      .addHelpText(
        'after',
        `\nCommands, at the keyboard or as lines that are piped in:\n${indented(COMMANDS_HELP)}\n\nExample:\n  attendant simulate flows/whatsapp-consent.flow.json --from +13175550123 --keys 1,1`,
      )
      .action((flow: string | undefined, options: Options) => run(() => simulate(flow, options, io)));
  },
};

/** Plays one call. @throws UsageError for options that make no sense. */
export async function simulate(named: string | undefined, options: Options, io: Io): Promise<ExitCode> {
  const flow = await flowPath(named, options);
  refuseTestOptions(options);
  if (options.test !== undefined) {
    const { simulateTest } = await import('./simulate-test.ts');
    return simulateTest(flow, { ...options }, io);
  }
  const at = readTime(options.at);
  const { timeOrderedIds } = await import('../time-ordered-ids.ts');
  const { openLocalHost, openVault, readWorkspace } = await import('./local-host.ts');
  const { flowLibrary } = await import('../files/workspace.ts');
  const workspace = readWorkspace({ path: flow, ...options }, io);
  const library = flowLibrary(workspace?.flows ?? []);
  const runnable = library.find(workspace?.flows[0]?.program?.name ?? '');
  if (workspace === undefined || runnable === undefined) return EXIT.failed;
  const { program } = runnable;
  const start = options.call === undefined ? await readStart(library, program, options) : undefined;
  if (start !== undefined) await readBreakpoints(program, options.break);
  const { mediumOf } = await import('../runtime/medium.ts');
  const { simulatedClock } = await import('../simulator/simulated-clock.ts');
  const clock = simulatedClock(at);
  const vault = openVault(workspace, options.data ?? 'data', io);
  const { readPlay } = await import('./playing.ts');
  const dataActions = workspace.dataActions.map(({ dataAction }) => dataAction);
  const receivers = await readPlay(options, { clock, masker: vault.masker, dataActions }, io);
  if (receivers === undefined) return EXIT.failed;
  const log = { info: () => {}, warn: (message: string) => io.err(`${message}\n`) };
  const own = { database: databaseIn(options.data), port: 0, clock, log, vault, play: receivers };
  // Its clock runs ahead: nothing that waits in the folder may go on by it.
  const host = await openLocalHost(workspace, { ...own, leavesOthers: true }, io);
  try {
    const looked = options.call === undefined ? undefined : await host.simulations.moments(options.call);
    const played = looked?.call.flow ?? runnable;
    const parts = {
      ...{ flow: played, environment: looked?.call.environment ?? workspace.environment.environment },
      ...{ clock, printer: await printerOf(options, io), realTime: Date.now },
      ...{ runner: host.desk.runner, waits: host.calls, simulations: host.simulationStore },
      newId: timeOrderedIds().next,
      say: options.json === true ? io.err : io.out,
      asksForAnswers: options.ask === true,
    };
    const breakpoints = await readBreakpoints(played.program, options.break);
    const medium = mediumOf(played.program.type, start?.call ?? looked?.all[0]?.conversation.call ?? {});
    const caller = await callerOf(readActs(options.keys, medium), medium, io);
    const { code, steps } = await play(host, parts, { start, looked, breakpoints, caller });
    const isSaved =
      options.saveTest === undefined || (await save(workspace, played, { ...options, steps }, io));
    return receivers.finish(io) && isSaved ? code : EXIT.failed;
  } finally {
    await host.close();
  }
}

/** Adds the call to a file of tests, for its flow as it is now. */
async function save(
  { flows, environment }: Workspace,
  played: RunnableFlow,
  { steps, ...options }: TestPlayOptions & { readonly steps: readonly StepRecord[] },
  io: Io,
): Promise<boolean> {
  const { addToTests } = await import('./simulate-test.ts');
  const { name } = played.program;
  const { flowLibrary } = await import('../files/workspace.ts');
  const flow = flowLibrary(flows).find(name) ?? played;
  const file = flows.find(({ program }) => program?.name === name)?.file ?? '';
  return addToTests(file, options, { played, flow, ...environment, steps }, io);
}

async function play(
  host: Host,
  parts: PlayParts,
  played: Played,
): Promise<{ readonly code: ExitCode; readonly steps: readonly StepRecord[] }> {
  const { openPlay, lookBack } = await import('../simulator/terminal/open-play.ts');
  const { start, looked, breakpoints, caller } = played;
  const before = new Set(newest(host).map(({ id }) => id));
  try {
    const session =
      looked === undefined
        ? await openPlay(parts, start ?? { flow: '' }, breakpoints)
        : await lookBack(parts, looked, breakpoints);
    const conversation = await session.play(caller);
    await host.platform.settled();
    for (const message of messagesSince(before, host)) parts.printer.message(message);
    parts.printer.end(conversation);
    const code = conversation.ending?.reason === 'error' ? EXIT.failed : EXIT.ok;
    return { code, steps: session.simulation.steps };
  } finally {
    caller.close();
  }
}

/** A flow file; for a call that was, where its flows and their environment are. */
async function flowPath(named: string | undefined, { call, data }: Options): Promise<string> {
  if (call !== undefined) {
    if (data === undefined) throw new UsageError('--call needs --data, the folder that keeps the call.');
    return (await import('./serve.ts')).flowsFolder(named);
  }
  if (named === undefined)
    throw new UsageError('Name a flow file, such as flows/whatsapp-consent.flow.json.');
  refuseFolder(named);
  return named;
}

/** What is played. */
interface Played {
  /** How the call begins; undefined where one that was is looked at. */
  readonly start: CallStart | undefined;
  readonly looked: Moments | undefined;
  readonly breakpoints: readonly Breakpoint[];
  readonly caller: ClosableCaller;
}

async function readBreakpoints(program: Program, texts: readonly string[]): Promise<readonly Breakpoint[]> {
  const { compileBreakpoints } = await import('../simulator/breakpoints.ts');
  const breakpoints = texts.map(breakpointOf);
  const compiled = compileBreakpoints(program, breakpoints);
  if ('pauses' in compiled) return breakpoints;
  throw new UsageError(`--break: ${compiled.fault.message}; ${compiled.fault.hint}.`);
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}

function refuseFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  throw new UsageError(
    `${path} is a folder: name a flow file in it, such as ${join(path, 'name.flow.json')}.`,
  );
}

function readActs(keys: string | undefined, medium: Medium): readonly CallerAct[] | undefined {
  if (keys === undefined) return undefined;
  const parsed = parseCallerScript(keys, medium);
  if ('fault' in parsed)
    throw new UsageError(`--keys: "${parsed.fault}" is nothing a caller can do. Write ${ACT_FORMS}.`);
  return parsed.acts;
}

function readTime(text: string | undefined): number {
  const at = text === undefined ? Date.now() : Date.parse(text);
  if (Number.isNaN(at)) throw new UsageError('--at must be a time such as 2026-01-05T10:00:00Z.');
  return at;
}

/** The same rules as for a call that is started over HTTP. */
async function readStart(
  flows: FlowLibrary,
  { name: flow, type }: Program,
  options: Options,
): Promise<CallStart> {
  const { readCallStart } = await import('../api/call-start.ts');
  const { from, to, language } = options;
  const given = { from, to, language, inputs: readInputs(options.input), ...writtenIn(type, options) };
  const body = Object.fromEntries(
    Object.entries({ flow, ...given }).filter(([, value]) => value !== undefined),
  );
  const read = readCallStart(flows, body);
  if (!read.ok)
    throw new UsageError(read.refusal.message.replace(/^(from|to|language|message|email)\b/, '--$1'));
  return read.value;
}

/** What the customer wrote: the body of an e-mail, or a message. */
function writtenIn(type: string, { message, subject }: Options) {
  if (type !== 'inboundEmail' && subject === undefined) return { message };
  if (message === undefined && subject === undefined) return {};
  return {
    email: {
      ...(subject === undefined ? {} : { subject }),
      ...(message === undefined ? {} : { body: message }),
    },
  };
}

/** A value that reads as JSON is JSON, anything else is text. */
function readInputs(pairs: readonly string[]): JsonObject {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      if (value.length === 0) throw new UsageError(`--input: write name=value, not "${pair}".`);
      return [name, jsonOrText(value.join('='))];
    }),
  );
}

function jsonOrText(text: string): JsonObject[string] {
  if (!/^(true|false|-?\d{1,15}(\.\d+)?|[[{].*[\]}])$/s.test(text)) return text;
  try {
    return JSON.parse(text) as JsonObject[string];
  } catch {
    return text;
  }
}

function databaseIn(folder: string | undefined): string {
  if (folder === undefined) return ':memory:';
  mkdirSync(folder, { recursive: true });
  return join(folder, 'attendant.db');
}

async function printerOf({ json }: Options, io: Io): Promise<Printer> {
  const { jsonPrinter, textPrinter } = await import('../simulator/printer.ts');
  return json === true ? jsonPrinter(io.out) : textPrinter(io.out, io.hasColors);
}

/** A script, a person at the keyboard, or lines that are piped in. */
async function callerOf(
  acts: readonly CallerAct[] | undefined,
  medium: Medium,
  io: Io,
): Promise<ClosableCaller> {
  const { scriptedCaller } = await import('../simulator/caller.ts');
  const close = () => {};
  if (acts !== undefined) return { ...scriptedCaller(acts), close };
  if (io.stdin.isTTY !== true) return { ...scriptedCaller(await pipedActs(io, medium)), close };
  if (medium === 'writing') {
    const { LINES_HELP, openLineCaller } = await import('../simulator/terminal/line-caller.ts');
    io.err(`${LINES_HELP}\n\n`);
    return openLineCaller({ input: io.stdin as ReadStream, write: io.err });
  }
  const { KEYBOARD_HELP, openKeyboardCaller } = await import('../simulator/terminal/keyboard-caller.ts');
  io.err(`${KEYBOARD_HELP}\n\n`);
  return openKeyboardCaller({ input: io.stdin as ReadStream, write: io.err });
}

/** Each line is an act or a command; on the phone several acts may stand in one. */
async function pipedActs(io: Io, medium: Medium): Promise<readonly (CallerAct | TypedCommand)[]> {
  let text = '';
  for await (const chunk of io.stdin) text += String(chunk);
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => line.trim());
  if (lines.every((line) => line === '')) return [];
  return lines.flatMap((line): readonly (CallerAct | TypedCommand)[] => {
    if (isCommand(line)) return [{ do: 'command', text: line }];
    // A message may hold commas.
    return medium === 'writing' ? [parseWritten(line)] : (readActs(line, medium) ?? []);
  });
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
