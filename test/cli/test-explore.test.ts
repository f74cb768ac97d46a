import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf } from '../files/folder.ts';
import { run } from './run.ts';

const FLOW = {
  type: 'inboundCall',
  name: 'Orders',
  variables: {
    'Flow.code': { type: 'string' },
    'Flow.never': { type: 'string' },
    'Flow.total': { type: 'integer', initialValue: 5 },
  },
  startUp: { task: 'main' },
  errorHandling: { task: 'sorry' },
  tasks: {
    main: [
      { collectInput: { audio: 'Code?', digits: { min: 2, max: 6, terminator: '#' }, saveAs: 'Flow.code' } },
      {
        decision: {
          condition: { exp: 'Flow.code == "4711"' },
          outputs: { yes: [{ playAudio: 'Welcome.' }], no: [{ playAudio: 'Who is there?' }] },
        },
        id: 'isKnown',
      },
      {
        decision: { condition: { exp: 'Flow.never == "x"' }, outputs: { yes: [{ playAudio: 'Never.' }] } },
        id: 'isNever',
      },
      {
        updateData: { 'Flow.total': { exp: 'If(IsSet(Flow.code), Length(Flow.code) * 2, 0)' } },
      },
      {
        decision: { condition: { exp: 'Flow.total == 999' }, outputs: { yes: [{ playAudio: 'So much?' }] } },
        id: 'isMuch',
      },
      { disconnect: {} },
    ],
    sorry: [{ playAudio: 'Sorry.' }, { disconnect: {} }],
  },
};

function flows(): string {
  return folderOf({
    'orders.flow.json': FLOW,
    'local.environment.json': {},
    'orders.test.json': { tests: { 'says nothing': { expect: { end: 'flowDisconnected' } } } },
  });
}

describe('attendant test --coverage', () => {
  it('tells what tests take and what not, and fails below the least', async () => {
    const folder = flows();
    const { code, out } = await run(['test', folder, '--coverage']);
    expect(code).toBe(0);
    expect(out).toMatch(/^Orders +\d+\.\d % {2}\d+ of \d+$/m);
    expect(out).toContain(`not taken: ${join(folder, 'orders.flow.json')}:`);
    expect(out).toContain('isKnown: → yes');
    const tooFew = await run(['test', folder, '--min-coverage', '99']);
    expect(tooFew.code).toBe(1);
    expect(tooFew.err).toMatch(/^Coverage is [\d.]+ %, less than 99 %/);
    const { code: json, out: text } = await run(['test', folder, '--json', '--min-coverage', '1']);
    expect(json).toBe(0);
    expect(JSON.parse(text)).toMatchObject({ ok: true, coverage: { flows: [{ flow: 'Orders' }] } });
  });

  it.each(['x', '101', '-1', ''])('refuses --min-coverage %s', async (least) => {
    const { code, err } = await run(['test', flows(), `--min-coverage=${least}`]);
    expect(code).toBe(2);
    expect(err).toContain('--min-coverage must be a number from 0 to 100');
  });
});

describe('attendant test --explore', () => {
  it('writes tests that pass and take the rest, and says why something is not taken', async () => {
    const folder = flows();
    const written = join(folder, 'orders.explored.test.json');
    const { code, out, err } = await run(['test', '--explore', folder]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`in ${written}`);
    expect(out).toMatch(
      /isNever: → yes\n +cannot be so: nothing sets what it is about \(Flow.never = NOT_SET\)/,
    );
    expect(out).toMatch(/isMuch: → yes\n +not found: Flow.total == 999 was never so; tried Flow.total = /);
    expect(out).toMatch(/sorry\/playAudio\n +only an error of the flow leads here/);
    expect(out).not.toContain('left out');
    const first = readFileSync(written, 'utf8');
    expect(Object.keys(JSON.parse(first).tests)).toContain('presses 4711#');
    const after = await run(['test', folder, '--json', '--coverage']);
    const { ok, failed, coverage } = JSON.parse(after.out);
    expect([ok, failed]).toEqual([true, 0]);
    const missing = coverage.flows[0].missing.map(
      ({ action, output }: { action: string; output?: string }) => [action, output],
    );
    expect(missing.filter(([action]: string[]) => action?.startsWith('is'))).toEqual([
      ['isMuch', 'yes'],
      ['isMuch/yes/playAudio', undefined],
      ['isNever', 'yes'],
      ['isNever/yes/playAudio', undefined],
    ]);
    // What was explored before is written anew, and is the same.
    await run(['test', '--explore', folder]);
    expect(readFileSync(written, 'utf8')).toBe(first);
  });

  it('writes where it is told to, for a single flow', async () => {
    const folder = flows();
    const target = join(folder, 'more.test.json');
    const { code } = await run(['test', '--explore', join(folder, 'orders.flow.json'), '--out', target]);
    expect(code).toBe(0);
    expect(existsSync(join(folder, 'orders.explored.test.json'))).toBe(false);
    expect(JSON.parse(readFileSync(target, 'utf8'))).toMatchObject({ flow: 'orders.flow.json' });
    expect((await run(['test', target])).code).toBe(0);
  });

  it.each(['{"tests": {"mine": {}}}', 'no JSON', ''])(
    'leaves a file that it did not write: %s',
    async (own) => {
      const folder = flows();
      const flow = join(folder, 'orders.flow.json');
      for (const [name, more] of [
        ['mine.test.json', ['--out', join(folder, 'mine.test.json')]],
        ['orders.explored.test.json', []],
      ] as const) {
        writeFileSync(join(folder, name), own);
        const before = readdirSync(folder);
        const { code, out, err } = await run(['test', '--explore', flow, ...more]);
        expect([code, out]).toEqual([2, '']);
        expect(err).toContain(`${name} was not written by --explore and stays as it is`);
        expect(readFileSync(join(folder, name), 'utf8')).toBe(own);
        expect(readdirSync(folder)).toEqual(before);
      }
    },
  );

  it('leaves nothing behind but its file, and refuses where it cannot write', async () => {
    const folder = flows();
    const flow = join(folder, 'orders.flow.json');
    mkdirSync(join(folder, 'taken.test.json'));
    for (const bad of [join(folder, 'taken.test.json'), join(flow, 'x.test.json')]) {
      const { code, err } = await run(['test', '--explore', flow, '--out', bad]);
      expect(code).toBe(2);
      expect(err).toMatch(/was not written by --explore|cannot be written/);
    }
    const target = join(folder, 'new', 'more.test.json');
    expect((await run(['test', '--explore', flow, '--out', target])).code).toBe(0);
    expect(readdirSync(join(folder, 'new'))).toEqual(['more.test.json']);
    expect((await run(['test', '--explore', flow, '--out', target])).code).toBe(0);
  });

  it('refuses what makes no sense, and flows with faults', async () => {
    const folder = flows();
    expect((await run(['test', '--explore', folder, '--budget', 'x'])).code).toBe(2);
    expect((await run(['test', '--explore', folderOf({ 'a.txt': 'x' })])).code).toBe(2);
    writeFileSync(join(folder, 'b.flow.json'), '{');
    const faulty = await run(['test', '--explore', folder]);
    expect(faulty.code).toBe(1);
    expect(faulty.err).toContain('b.flow.json');
    expect((await run(['test', '--explore', folder, '--out', 'x.test.json'])).code).toBe(2);
  });
});
