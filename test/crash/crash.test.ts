import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { simulatedClock } from '../../src/simulator/simulated-clock.ts';
import { buildPackage } from './built-package.ts';
import { comparable, type EndedCall, goOn, openLocal, type StoredCall, storedCall } from './going-on.ts';

const CHILD = fileURLToPath(new URL('./child.js', import.meta.url));
const MANY = fileURLToPath(new URL('./child-many.js', import.meta.url));
const SHIPPED = fileURLToPath(new URL('../../flows', import.meta.url));
const AT_ONCE = 2;
const CHILD_TIMEOUT_MS = 60_000;
const SLOW = { timeout: 90_000 };

/*
 * The call of the README on a real file and over real HTTP, in a process that kills itself at every crossing between
 * the engine and the world; then a new start that finishes the call.
 */
describe('a process killed within a call', () => {
  let folder = '';
  let crossings: readonly string[] = [];
  let undisturbed: EndedCall;

  beforeAll(async () => {
    buildPackage();
    folder = mkdtempSync(join(tmpdir(), 'attendant-crash-'));
    const file = join(folder, 'undisturbed.db');
    crossings = JSON.parse((await play(SHIPPED, file, 0)).output) as string[];
    undisturbed = await goOn(SHIPPED, file);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has a call to be killed in: consent, one message, a goodbye', () => {
    expect(crossings.length).toBeGreaterThan(30);
    expect(new Set(crossings.filter((one) => one.includes('commit of step'))).size).toBe(2 * 7);
    expect(undisturbed.deliveries).toMatchObject([{ toAddress: '13175550123', status: 'delivered' }]);
    expect(undisturbed.conversation).toMatchObject({
      status: 'ended',
      participantData: { whatsappConsent: 'granted', whatsappMessage: 'sent' },
    });
  });

  it('R4 R5 ends in the same transcript and one message, wherever it was killed', {
    timeout: 150_000,
  }, async () => {
    await atEach(crossings, async (dieAt) => {
      const { ended, signal } = await killedAndGoneOn(SHIPPED, `retry-${dieAt}`, dieAt);
      const at = `killed at ${dieAt}, ${crossings[dieAt - 1]}`;
      expect(signal, at).toBe('SIGKILL');
      expect(comparable(ended), at).toEqual(comparable(undisturbed));
      expect(ended.conversation.ending, at).toEqual(undisturbed.conversation.ending);
      expect(ended.deliveries, at).toMatchObject([{ toAddress: '13175550123', status: 'delivered' }]);
    });
  });

  it('R4 never sends twice, and says that it does not know, where repeating is not allowed', {
    timeout: 90_000,
  }, async () => {
    const flows = flowsThatDoNotRepeat(join(folder, 'flows'));
    const outcomes = new Set<string>();
    await atEach(crossings, async (dieAt) => {
      if (!isAroundTheSend(crossings, dieAt)) return;
      const { left, ended } = await killedAndGoneOn(flows, `fail-${dieAt}`, dieAt);
      const at = `killed at ${dieAt}, ${crossings[dieAt - 1]}`;
      const wasAsked = isAskedToSend(left);
      const said = wasAsked ? 'unknown' : 'sent';
      expect(ended.conversation.status, at).toBe('ended');
      expect(ended.conversation.participantData['whatsappMessage'], at).toBe(said);
      expect(ended.deliveries.length, at).toBeLessThanOrEqual(1);
      if (said === 'sent') expect(ended.deliveries, at).toHaveLength(1);
      expect(codesOf(ended), at).toEqual(wasAsked ? ['outcome.unknown'] : []);
      outcomes.add(`${said} ${ended.deliveries.length}`);
    });
    expect([...outcomes].sort()).toEqual(['sent 1', 'unknown 0', 'unknown 1']);
  });

  async function killedAndGoneOn(flows: string, name: string, dieAt: number) {
    const file = join(folder, `${name}.db`);
    const { signal } = await play(flows, file, dieAt);
    const left: StoredCall | undefined = await storedCall(file);
    return { signal, left, ended: await goOn(flows, file) };
  }
});

describe('a second process on the same database', () => {
  it('R4 is refused while the first one lives, and let in once that one is killed', SLOW, async () => {
    buildPackage();
    const folder = mkdtempSync(join(tmpdir(), 'attendant-lock-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'attendant.db');
    const module = new URL('../../dist/store/database.js', import.meta.url).href;
    const code = `import { AttendantDatabase } from '${module}';
      const held = AttendantDatabase.open(${JSON.stringify(file)}); console.log('open'); setInterval(() => held, 1e6);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], { timeout: CHILD_TIMEOUT_MS });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    await expect(storedCall(file)).rejects.toMatchObject({ code: 'DATABASE_IN_USE' });
    const gone = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await gone;
    expect(await storedCall(file)).toBeUndefined();
  });
});

/** A step that the killed process had accepted. */
interface Accepted {
  readonly id: string;
  readonly number: string;
  readonly step: number;
}

describe('a process killed within 200 calls at once', () => {
  let folder = '';
  beforeAll(() => {
    buildPackage();
    folder = mkdtempSync(join(tmpdir(), 'attendant-crash-many-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([150])(
    'R4 keeps every step it had accepted and sends each message once, killed at request %i',
    SLOW,
    async (dieAt) => {
      const file = join(folder, `${dieAt}.db`);
      const { output, signal } = await run(MANY, [SHIPPED, file, String(dieAt)]);
      expect(signal).toBe('SIGKILL');
      const accepted = output
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Accepted);
      expect(new Set(accepted.map(({ id }) => id)).size).toBe(200);
      const host = await openLocal(SHIPPED, file, simulatedClock(Date.UTC(2026, 0, 15, 12)));
      try {
        await host.engine.idle();
        await host.platform.settled();
        expect(await host.store.unanswered()).toEqual([]);
        const sentTo = host.platform.messages.newest({ limit: 1_000 }).map(({ toAddress }) => toAddress);
        expect(new Set(sentTo).size).toBe(sentTo.length);
        for (const { id, number, step } of accepted) {
          const steps = await host.store.steps(id);
          expect(steps.map((one) => one.step)).toEqual(steps.map((_, index) => index + 1));
          expect(steps.length).toBeGreaterThanOrEqual(step);
          if (step === 3) expect(sentTo.filter((one) => one === number)).toHaveLength(1);
        }
      } finally {
        await host.close();
      }
    },
  );
});

/** Runs the child until it ends or kills itself. */
function play(flows: string, file: string, dieAt: number) {
  return run(CHILD, [flows, file, String(dieAt), 'aaaaaaaa']);
}

function run(script: string, args: readonly string[]) {
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: CHILD_TIMEOUT_MS,
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  return new Promise<{ readonly output: string; readonly signal: string | null }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (_code, signal) => resolve({ output, signal }));
  });
}

/** Calls `check` with 1, 2, … for every crossing, few at a time. */
async function atEach(crossings: readonly string[], check: (dieAt: number) => Promise<void>): Promise<void> {
  let next = 1;
  const worker = async () => {
    while (next <= crossings.length) await check(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** From the moment the send was decided on until its answer is stored. */
function isAroundTheSend(crossings: readonly string[], dieAt: number): boolean {
  const first = crossings.indexOf('before the commit of step 5') + 1;
  return dieAt >= first && dieAt <= crossings.indexOf('after the commit of step 6') + 1;
}

/** The shipped flows with a send that must not be repeated. */
function flowsThatDoNotRepeat(folder: string): string {
  cpSync(SHIPPED, folder, { recursive: true });
  const file = join(folder, 'data-actions/send-whatsapp.data-action.json');
  const { onUnknownOutcome: _retry, ...definition } = JSON.parse(readFileSync(file, 'utf8')) as object & {
    readonly onUnknownOutcome: string;
  };
  writeFileSync(file, JSON.stringify({ ...definition, onUnknownOutcome: 'fail' }));
  return folder;
}

function isAskedToSend(call: StoredCall | undefined): boolean {
  const wait = call?.conversation.wait;
  return wait?.for === 'dataAction' && wait.dataAction === 'send-whatsapp';
}

function codesOf({ steps }: StoredCall): unknown[] {
  return steps.flatMap(({ stimulus }) =>
    stimulus.type === 'failedDataAction' ? [stimulus.failure['errorCode']] : [],
  );
}
