import type { JsonObject } from '../../authoring/json.ts';
import type { CallDetails, CallEvent } from '../../runtime/conversation.ts';
import type { Program } from '../../runtime/program.ts';
import { type CoverageItem, coverageItems } from '../coverage/coverage-items.ts';
import { wayText } from '../coverage/coverage-text.ts';
import { pathFault, pathText } from '../path-steps.ts';
import type { Expectations, TestCaller, TestDefinition, TestFile } from '../test-file.ts';
import { callerWords, writtenAct, writtenAnswer } from './act-words.ts';
import type { ExploredCall } from './explored-calls.ts';

/** Longest name of a test. */
const MAX_NAME = 140;
/** Most steps of a path that a test names. */
const MAX_PATH = 20;

/** What the description of a file begins with that exploring wrote. */
const WRITTEN_BY = 'Written by `attendant test --explore`';

/** Whether the content of a file is what exploring wrote, so that it may be written anew. */
export function isWrittenByExploring(content: unknown): boolean {
  const { description } = (content ?? {}) as { readonly description?: unknown };
  return typeof description === 'string' && description.startsWith(WRITTEN_BY);
}

/** Calls as a file of tests that pass: what each caller does, what data actions answer, and which way the call goes. */
export function testFileOf(
  program: Program,
  calls: readonly ExploredCall[],
  { found, flow }: { readonly found: ReadonlySet<string>; readonly flow?: string },
): TestFile {
  const tests: Record<string, TestDefinition> = {};
  const left = new Set(found);
  const items = new Map(coverageItems(program).map((item) => [item.key, item]));
  for (const call of calls) {
    const own = [...call.keys].filter((key) => left.delete(key));
    tests[nameOf(call, own, items, tests)] = testOf(program, call, new Set(own));
  }
  return {
    description: `${WRITTEN_BY}: callers who take the paths that no test takes. They pass as the flow is now; written anew by the same command.`,
    ...(flow !== undefined && { flow }),
    tests,
  };
}

function nameOf(
  call: ExploredCall,
  own: readonly string[],
  items: ReadonlyMap<string, CoverageItem>,
  taken: { readonly [name: string]: unknown },
): string {
  const does = callWords(call);
  const fresh = own.flatMap((key) => items.get(key) ?? []);
  const reached = fresh.find(({ kind }) => kind !== 'action') ?? fresh[0];
  const name = short(does.join(', ') || 'keeps silent', MAX_NAME);
  if (!Object.hasOwn(taken, name)) return name;
  const longer = reached === undefined ? name : `${name} (${reached.action}: ${wayText(reached)})`;
  if (!Object.hasOwn(taken, longer)) return longer;
  for (let count = 2; ; count++) if (!Object.hasOwn(taken, `${longer} ${count}`)) return `${longer} ${count}`;
}

function callWords({ start, caller }: ExploredCall): readonly string[] {
  return [...(start.words === '' ? [] : [start.words]), ...callerWords(caller)];
}

function short(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

function testOf(
  program: Program,
  { start, caller, steps }: ExploredCall,
  own: ReadonlySet<string>,
): TestDefinition {
  const { at, call, inputs, language, acts, answers, hangsUpWhile } = caller;
  const endsAt = steps.at(-1)?.at ?? at;
  const does = [
    ...acts.map(writtenAct),
    ...(hangsUpWhile === undefined ? [] : [{ hangUp: true as const, atSeconds: (endsAt - at) / 1000 }]),
  ];
  const given: TestCaller = {
    ...callerOf(call),
    ...(language !== undefined && { language }),
    ...(inputs !== undefined && { inputs }),
    ...(does.length > 0 && { does }),
  };
  const dataActions = Object.fromEntries(
    Object.entries(answers).map(([name, list]) => [name, list.map(writtenAnswer)]),
  );
  return {
    at: new Date(at).toISOString().replace('.000Z', 'Z'),
    ...(start.patch !== undefined && { environment: start.patch }),
    ...(Object.keys(given).length > 0 && { caller: given }),
    ...(Object.keys(dataActions).length > 0 && { dataActions }),
    expect: expectationsOf(
      program,
      steps.flatMap(({ events }) => events),
      own,
    ),
  };
}

/** The caller as `POST /attendant/calls` takes it. */
function callerOf({ ani, calledAddress, message, email }: CallDetails): TestCaller {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  if (message !== undefined) {
    const { body, senderAddress } = message;
    return { message: text(body), ...(senderAddress !== undefined && { from: text(senderAddress) }) };
  }
  if (email !== undefined) {
    const { from, ...rest } = email;
    const { id } = (from ?? {}) as JsonObject;
    return { email: rest, ...(id !== undefined && { from: text(id) }) };
  }
  return {
    ...(ani !== undefined && { from: bare(ani) }),
    ...(calledAddress !== undefined && { to: bare(calledAddress) }),
  };
}

function bare(address: string): string {
  return address.replace(/^tel:/, '');
}

function expectationsOf(
  program: Program,
  events: readonly CallEvent[],
  own: ReadonlySet<string>,
): Expectations {
  const path = events
    .filter(
      ({ type, action = '', output }) => type === 'tookOutput' && own.has(`${action} → ${String(output)}`),
    )
    .flatMap((event) => pathText(event) ?? [])
    .filter((step) => pathFault(step, program) === undefined)
    .slice(0, MAX_PATH);
  const told = events.filter(
    ({ type, text }) => TELLING.includes(type) && typeof text === 'string' && text !== '',
  );
  const heard = told.at(-1)?.['text'];
  const { reason } = (events.at(-1) ?? {}) as { readonly reason?: NonNullable<Expectations['end']> };
  return {
    ...(path.length > 0 && { path }),
    ...(typeof heard === 'string' && { heard: [heard] }),
    ...(reason !== undefined && { end: reason }),
  };
}

const TELLING: readonly string[] = ['playedAudio', 'sentMessage'];
