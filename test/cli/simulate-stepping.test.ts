import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { AttendantDatabase } from '../../src/store/database.ts';
import { sqliteSimulations } from '../../src/store/sqlite-simulations.ts';
import { storedCall } from '../crash/going-on.ts';
import { newFolder } from '../files/folder.ts';
import { run, start } from './run.ts';

const FLOW = 'flows/whatsapp-consent.flow.json';
const AT = '2026-01-15T12:00:00Z';

/** Plays the consent flow with lines that are piped in. */
async function played(lines: readonly string[], ...more: readonly string[]) {
  const args = ['simulate', FLOW, '--from', '+13175550123', '--at', AT, ...more];
  return run(args, { stdin: lines.join('\n') });
}

/** What is printed from a line on that begins with a text. */
function from(text: string, out: string): readonly string[] {
  const lines = out.split('\n');
  const first = lines.findIndex((line) => line.startsWith(text));
  expect(first, `no line begins with "${text}" in\n${out}`).toBeGreaterThanOrEqual(0);
  return lines.slice(first);
}

/** What commands load when they are chosen is loaded here, so that no test waits for it. */
beforeAll(async () => {
  await run(['simulate', 'no such flow']);
});

describe('attendant simulate, stepping', () => {
  it('R11 looks back, and plays on from there with another key; what was before is kept', async () => {
    const data = join(newFolder(), 'data');
    const { code, out, err } = await played(['1', ':back', ':fork', '2'], '--data', data);
    expect([code, err]).toEqual([0, '']);
    expect(from('Moment', out).slice(0, 4)).toEqual([
      'Moment 2 of 7 · 00:00 · askConsent, menu:askConsent',
      'It waits for a choice.',
      'Forked at moment 2: what was before stays as it is.',
      'Moment 2 of 2 · 00:00 · askConsent, menu:askConsent',
    ]);
    expect(out).toContain('00:08 ☎ presses 2 → No\n');
    expect(out.match(/Menu askConsent/g)).toHaveLength(1);
    expect(out).toContain('Participant data: whatsappConsent = declined\n');
    const database = AttendantDatabase.open(join(data, 'attendant.db'));
    const store = sqliteSimulations(database);
    const [fork, first] = store.list(10).toSorted((a, b) => (a.id < b.id ? 1 : -1));
    expect(fork).toMatchObject({ status: 'ended', origin: { callId: first?.id, moment: 2 } });
    expect(first).toMatchObject({ status: 'waiting', waitsFor: 'digits' });
    expect(store.steps(fork?.id ?? '').map(({ stimulus }) => stimulus.type)).toEqual([
      ...['start', 'pressed', 'timeElapsed'],
    ]);
    database.close();
  });

  it('R11 forks by itself when the caller does something at an earlier moment', async () => {
    const { out } = await played(['1', '1', ':back', ':back', '2']);
    const [, , , ...rest] = from('Moment', out);
    expect(rest.join('\n')).toContain('Forked at moment 2');
    expect(out).toContain('whatsappConsent = declined');
  });

  it('R11 goes back in a call that is over, and its fork has the time it had', async () => {
    const { out } = await played(['2', ':back', ':clock', '1', ':clock']);
    const clocks = out.split('\n').filter((line) => line.includes('since the call came in'));
    expect(clocks).toEqual([
      '00:00 since the call came in, 2026-01-15T12:00:00.000Z.',
      '00:08 since the call came in, 2026-01-15T12:00:08.200Z.',
    ]);
    expect(out).toContain('presses 1 → Yes');
  });

  it('R11 pauses at breakpoints, and goes on by an action, over a task, and to the end', async () => {
    const { code, out } = await played(
      ['1', '1', ':vars consent', ':step', ':where', ':over', ':where', ':run'],
      ...['--break', 'recordAndSend/setParticipantData', '--break', 'confirmNumber/loop if 1 == 2'],
    );
    expect(code).toBe(0);
    expect(out).not.toContain('It pauses before confirmNumber/loop.');
    const told = out.split('\n').filter((line) => /^(It|Moment|Nothing)/.test(line));
    expect(told).toEqual([
      'Nothing that is set is called like "consent".',
      'Moment 15 of 15 · 00:18 · recordAndSend, recordAndSend/callTask',
      'It pauses before recordAndSend/callTask.',
      // The task that is called has run, and sent.
      'Moment 20 of 20 · 00:18 · recordAndSend, recordAndSend/callTask/sent/playAudio',
      'It pauses before recordAndSend/callTask/sent/playAudio.',
    ]);
  });

  it('D3 R11 answers data actions by hand, with outputs, a failure and a time-out', async () => {
    const failed = await played(['1', '1', ':answer {"status":"granted"}', ':answer failure boom'], '--ask');
    expect(failed.out).toContain('Data action grant-consent succeeded {"status":"granted"}');
    expect(failed.out).toContain('Data action send-whatsapp failed: boom, Answered by hand');
    expect(failed.out).not.toContain('whatsapp message to');
    const late = await played(['1', '1', ':answer timeout'], '--ask');
    expect(late.out).toContain('Data action grant-consent gave no answer in time');
    const fault = await played(['1', '1', ':answer fault serverErrors:9'], '--ask');
    expect(fault.out).toContain('Data action grant-consent failed: service.unavailable');
    const misspelt = await played(['1', '1', ':answer fault serverErorrs', ':answer timeout'], '--ask');
    expect(misspelt.out).toContain('`serverErorrs` is no fault; did you mean `serverErrors`?');
    expect(misspelt.out).toContain('Data action grant-consent gave no answer in time');
  });

  it('R11 changes variables and participant data by hand', async () => {
    const { out } = await played([
      '1',
      ':set Flow.number=+4915112345678',
      ':set note=seen',
      ':vars n',
      ':set Flow.nubmer=1',
      '1',
    ]);
    expect(out).toContain('* (participant) note = seen');
    expect(out).toContain('There is no variable Flow.nubmer where the call stands');
    expect(out).toContain('whatsapp message to 4915112345678');
  });

  it('tells what is wrong with a command, and goes on', async () => {
    const { code, out } = await played([
      ':bakc',
      ':break nowhere',
      ':fork 99',
      ':clock soon',
      ':answer x',
      '2',
    ]);
    expect(code).toBe(0);
    expect(out).toContain('There is no command :bakc; did you mean `back`?');
    expect(out).toContain('The flow has no action "nowhere"');
    expect(out).toContain('The call has the moments 1 to 2.');
    expect(out).toContain('Write :clock, :clock next, or how long');
    expect(out).toContain('Write :answer');
    expect(out).toContain('whatsappConsent = declined');
  });

  it('refuses a breakpoint that the flow cannot have, and names the nearest', async () => {
    const { code, err } = await played(['2'], '--break', 'menu:askConsnt');
    expect(code).toBe(2);
    expect(err).toBe('--break: the flow has no action "menu:askConsnt"; did you mean `menu:askConsent`?.\n');
  });

  it('prints events alone with --json, also of a fork, whose sequence goes on', async () => {
    const { out, err } = await played(['1', ':back', ':fork', '2'], '--json');
    const events = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { conversationId: string; sequence: number });
    const ids = [...new Set(events.map(({ conversationId }) => conversationId))];
    expect(ids).toHaveLength(2);
    const second = events.filter(({ conversationId }) => conversationId === ids[1]);
    expect(second.map(({ sequence }) => sequence)).toEqual(second.map((_, index) => index + 5));
    expect(err).toContain('Forked at moment 2');
  });

  it('R11 looks back on a live call, plays on from it, and leaves it as it is', async () => {
    const data = join(newFolder(), 'data');
    const id = await liveCall(data);
    const before = await storedCall(join(data, 'attendant.db'));
    const args = ['simulate', '--data', data, '--call', id];
    const { code, out, err } = await run(args, {
      stdin: [':clock', ':back', '2', ':clock 1h'].join('\n'),
    });
    expect([code, err]).toEqual([0, '']);
    // The first prompt must be heard, so the key is held.
    expect(out).toContain('Moment 3 of 3');
    expect(out).toContain('Forked at moment 2');
    expect(out).toContain('whatsappConsent = declined');
    const after = await storedCall(join(data, 'attendant.db'));
    expect(after).toEqual(before);
    expect(after?.conversation).toMatchObject({ id, status: 'waiting', wait: { for: 'choice' } });
  });

  it.each([
    [['--call', 'c1'], 2, '--call needs --data, the folder that keeps the call.'],
    [['--call', 'c1', '--data', 'nowhere'], 1, 'no conversation has this id'],
    [[], 2, 'Name a flow file'],
  ])('refuses %j', async (more, code, message) => {
    const folder = newFolder();
    const args = ['simulate', ...more].map((one) => (one === 'nowhere' ? join(folder, one) : one));
    const ran = await run(args);
    expect(ran.code).toBe(code);
    expect(ran.err).toContain(message);
  });
});

/** A call that a server left in a data folder, waiting for digits. @returns its id */
async function liveCall(data: string): Promise<string> {
  const serving = start(['serve', '--port', '0', '--data', data]);
  const greeting = await serving.printed('Ctrl-C stops it');
  const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(greeting) ?? [];
  const post = async (path: string, body: object) => {
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as { readonly id: string };
  };
  const { id } = await post('/attendant/calls', { flow: 'WhatsApp consent', from: '+13175550123' });
  await post(`/attendant/calls/${id}/stimuli`, { press: '1' });
  serving.stop();
  await serving.ended;
  return id;
}
