import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import { folderOf, newFolder } from '../files/folder.ts';
import { openBrowser } from '../support/browser.ts';
import { run, start } from './run.ts';

const flow = (words = 'Hello.') => ({
  type: 'inboundCall',
  name: 'Greets',
  startUp: { task: 'main' },
  tasks: { main: [{ playAudio: words }, { disconnect: {} }] },
});
const hears = (...heard: readonly string[]) => ({ expect: { heard } });
const tests = (all: JsonObject) => ({ tests: all });

function greeting(all: JsonObject, more: JsonObject = {}): string {
  return folderOf({ 'greet.flow.json': flow(), 'greet.test.json': tests(all), ...more });
}

describe('attendant test', () => {
  it('plays the tests of a folder and of the folders below it, in the order of their files', async () => {
    const folder = greeting(
      { b: hears('Hello.'), a: hears('Hello.') },
      { 'tests/greet.more.test.json': tests({ c: hears('Hello.') }) },
    );
    const { code, out, err } = await run(['test', folder]);
    expect([code, err]).toEqual([0, '']);
    expect(out.replaceAll(`${folder}/`, '')).toMatch(
      /^greet\.test\.json\n {2}✓ b\n {2}✓ a\ntests\/greet\.more\.test\.json\n {2}✓ c\n3 passed in \d+\.\d\d s\n$/,
    );
  });

  it.each([
    ['all of them pass', { a: hears('Hello.') }, 0],
    ['one of them fails', { a: hears('Hello.'), b: hears('Bye.') }, 1],
    ['a file has faults', { a: { expect: { end: 'nix' } } }, 1],
  ] as const)('ends with the code when %s', async (_what, all, code) => {
    expect((await run(['test', greeting(all)])).code).toBe(code);
  });

  it('fails where there is no test, and says so', async () => {
    const none = await run(['test', newFolder()]);
    expect(none).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('There are no *.test.json files in'),
    });
    const unnamed = await run(['test', greeting({ a: {} }), '--name', 'zzz']);
    expect(unnamed).toMatchObject({ code: 1, err: 'No test has "zzz" in its name.\n' });
  });

  it('refuses wrong usage', async () => {
    expect((await run(['test', 'nowhere'])).code).toBe(2);
    expect((await run(['test', '--nix'])).code).toBe(2);
    const folder = greeting({ a: {} });
    for (const option of ['--json', '--explore', '--coverage', '--min-coverage=50'])
      expect(await run(['test', folder, '--watch', option])).toMatchObject({
        ...{ code: 2, out: '' },
        err: expect.stringContaining('leave --watch out'),
      });
    expect(await run(['test', folder, '--junit', join(folder, 'greet.flow.json', 'x.xml')])).toMatchObject({
      code: 2,
      err: expect.stringContaining('cannot be written'),
    });
  });

  it('plays those with a text in their name', async () => {
    const { out } = await run([
      'test',
      greeting({ 'says hello': hears('Hello.'), 'says bye': hears('Bye.') }),
      '--name',
      'hello',
    ]);
    expect(out).toContain('1 passed');
    expect(out).not.toContain('bye');
  });

  it('prints JSON and nothing else', async () => {
    const folder = greeting({ good: hears('Hello.'), bad: hears('Hallo.') }, { 'x.test.json': '{' });
    const { code, out, err } = await run(['test', folder, '--json']);
    expect([code, err]).toEqual([1, '']);
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      passed: 1,
      failed: 1,
      faultyFiles: 1,
      files: [
        {
          file: join(folder, 'greet.test.json'),
          tests: [
            { name: 'good', ok: true },
            { name: 'bad', ok: false, differences: [{ of: 'heard', nearest: '[-Hallo-]{+Hello+}.' }] },
          ],
        },
        { file: join(folder, 'x.test.json'), diagnostics: [{ code: 'JSON_SYNTAX' }], tests: [] },
      ],
    });
  });

  it('says of each failure the command that plays it, which fails alike', async () => {
    const folder = greeting({ 'it\'s "so" $1': hears('Bye.') });
    const { out } = await run(['test', folder]);
    expect(out).toContain(`--name 'it'\\''s "so" $1'`);
    const file = join(folder, 'greet.test.json');
    const args = ['simulate', join(folder, 'greet.flow.json'), '--test', file, '--name', 'it\'s "so" $1'];
    const played = await run(args);
    expect(played.code).toBe(1);
    expect(played.out).toContain('♪ “Hello.”');
    expect(played.out).toContain('heard: expected to hear “Bye.”');
  });
});

describe('attendant simulate', () => {
  it('adds a call to a file of tests, whose others stay, and it passes', async () => {
    const folder = greeting({ before: hears('Hello.') });
    const file = join(folder, 'greet.test.json');
    const args = ['simulate', join(folder, 'greet.flow.json'), '--keys', 'silence', '--save-test', file];
    expect(await run([...args, '--name', 'saved'])).toMatchObject({
      code: 0,
      err: expect.stringContaining('is the test "saved"'),
    });
    expect(await run([...args, '--name', 'saved'])).toMatchObject({
      code: 0,
      err: expect.stringContaining('is the test "saved 2"'),
    });
    const saved = JSON.parse(readFileSync(file, 'utf8')) as { readonly tests: JsonObject };
    expect(Object.keys(saved.tests)).toEqual(['before', 'saved', 'saved 2']);
    expect(saved.tests['saved']).toMatchObject({ expect: { heard: ['Hello.'], end: 'flowDisconnected' } });
    expect((await run(['test', folder])).out).toContain('3 passed');
  });

  it('refuses options that make no sense', async () => {
    const folder = greeting({ one: {}, two: {} });
    const call = ['simulate', join(folder, 'greet.flow.json')];
    const file = join(folder, 'greet.test.json');
    for (const args of [
      ['--save-test', 'x.json'],
      ['--name', 'x'],
      ['--test', file, '--save-test', file],
      ['--test', file, '--name', 'three'],
      ['--test', file],
      ['--test', file, '--name', 'one', '--keys', '1'],
    ])
      expect(await run([...call, ...args]), args.join(' ')).toMatchObject({ code: 2, out: '' });
  });
});

const HOSTILE =
  '</script><script>document.title="taken"</script><img src=x onerror="document.title=1">&amp;"\'\u0000\ud800]]>';

interface ReadXml {
  readonly fault: string;
  readonly counts: readonly string[];
  readonly names: readonly string[];
  readonly failure: string;
  readonly error: string;
}

/** Runs in the browser. */
const READ_XML = `(text) => {
  const xml = new DOMParser().parseFromString(text, 'application/xml');
  const all = (name) => [...xml.querySelectorAll(name)];
  return {
    fault: xml.querySelector('parsererror')?.textContent ?? '',
    counts: ['tests', 'failures', 'errors'].map((name) => xml.documentElement.getAttribute(name)),
    names: all('testcase').map((one) => one.getAttribute('name')),
    failure: all('failure')[0]?.textContent ?? '',
    error: all('error')[0]?.textContent ?? '',
  };
}`;

describe('reports', () => {
  it('JUnit XML is read by a strict parser, whatever texts hold', async () => {
    const folder = greeting({ good: hears('Hello.'), [HOSTILE]: hears(HOSTILE) }, { 'x.test.json': '{' });
    const file = join(folder, 'reports/new/junit.xml');
    expect((await run(['test', folder, '--junit', file])).code).toBe(1);
    const page = await (await openBrowser()).newPage();
    const read = await page.evaluate<ReadXml>(`(${READ_XML})(${JSON.stringify(readFileSync(file, 'utf8'))})`);
    await page.close();
    expect(read.fault).toBe('');
    expect(read.counts).toEqual(['3', '1', '1']);
    expect(read.names).toEqual([
      'good',
      HOSTILE.replaceAll('\u0000', '\ufffd').replaceAll('\ud800', '\ufffd'),
      'the file',
    ]);
    expect(read.failure).toContain('expected to hear “</script>');
    expect(read.error).toContain('JSON_SYNTAX');
  });

  it('the page shows texts as texts, loads nothing, and is right in both colour schemes', async () => {
    const folder = folderOf({
      'greet.flow.json': flow(HOSTILE),
      'greet.test.json': tests({ [HOSTILE]: hears('Bye.'), good: { expect: { notHeard: ['Bye.'] } } }),
    });
    const file = join(folder, 'report.html');
    await run(['test', folder, '--html', file]);
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await (await openBrowser()).newPage({ colorScheme, bypassCSP: true });
      const told: string[] = [];
      page.on('console', (message) => told.push(message.text()));
      page.on('request', (request) => told.push(request.url()));
      await page.goto(`file://${file}`);
      expect(await page.title()).toBe('1 of 2 flow tests failed');
      expect(await page.locator('script, img').count()).toBe(0);
      expect(await page.locator('details[open] .transcript li.heard').innerText()).toContain(
        '</script><script>',
      );
      expect(told).toEqual([`file://${file}`]);
      await page.addScriptTag({ path: 'node_modules/axe-core/axe.min.js' });
      const { violations } = await page.evaluate<{ readonly violations: readonly { readonly id: string }[] }>(
        'axe.run()',
      );
      expect(violations.map(({ id }) => id)).toEqual([]);
      await page.close();
    }
  });
});

describe('attendant test --watch', () => {
  it('runs again what a change affects, and nothing else, until it is stopped', async () => {
    const folder = folderOf({
      'greet.flow.json': flow(),
      'greet.test.json': tests({ a: hears('Hello.') }),
      'other.flow.json': { ...flow(), name: 'Other' },
      'other.test.json': tests({ b: hears('Hello.') }),
    });
    const watching = start(['test', folder, '--watch']);
    await watching.printed('2 passed');
    await watching.printed('Waiting for changes');
    writeFileSync(join(folder, 'greet.flow.json'), JSON.stringify(flow('Bye.')));
    const changed = (await watching.printed('1 failed')).split('Changed: ')[1] ?? '';
    expect(changed).toContain('✗ a');
    expect(changed).not.toContain('other.test.json');
    // A flow that is broken for a while is still watched, and so is a file that an editor puts in its place.
    writeFileSync(join(folder, 'greet.flow.json'), '{');
    await watching.printed('JSON_SYNTAX');
    writeFileSync(join(folder, 'new.json'), JSON.stringify(flow()));
    renameSync(join(folder, 'new.json'), join(folder, 'greet.flow.json'));
    await watching.printed('1 passed');
    watching.stop();
    expect((await watching.ended).code).toBe(0);
  });

  it('sees new files and files that go, and ends with 1 while something fails', async () => {
    const folder = greeting({ a: hears('Hello.') });
    const watching = start(['test', folder, '--watch', '--junit', join(folder, 'out', 'j.xml')]);
    await watching.printed('Waiting for changes');
    writeFileSync(join(folder, 'greet.two.test.json'), JSON.stringify(tests({ b: hears('Bye.') })));
    await watching.printed('1 failed');
    expect(existsSync(join(folder, 'out', 'j.xml'))).toBe(true);
    watching.stop();
    expect((await watching.ended).code).toBe(1);
    rmSync(join(folder, 'greet.two.test.json'));
  });
});
