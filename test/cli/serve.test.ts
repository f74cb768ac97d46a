import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { folderOf, newFolder } from '../files/folder.ts';
import { type Running, run, start } from './run.ts';

/** Starts a server on a free port; it is stopped when the test ends. */
async function serve(
  ...args: readonly string[]
): Promise<{ readonly url: string; readonly running: Running }> {
  const running = start(['serve', '--port', '0', ...args]);
  onTestFinished(async () => {
    running.stop();
    await running.ended;
  });
  const [, url = ''] = /listens on (\S+)/.exec(await running.printed('Ctrl-C stops it')) ?? [];
  return { url, running };
}

describe('attendant serve', () => {
  it('answers over HTTP on loopback until it is stopped', async () => {
    const { url, running } = await serve('--data', join(newFolder(), 'data'));
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const answer = await fetch(`${url}/attendant/flows`);
    expect(answer.status).toBe(200);
    expect(JSON.stringify(await answer.json())).toContain('WhatsApp consent');
    expect(await running.printed('page')).toContain(`page      ${url}/\n`);
    running.stop();
    expect(await running.ended).toMatchObject({ code: 0, err: '' });
    await expect(fetch(`${url}/attendant/flows`)).rejects.toThrow();
  });

  it('R4 finds a call again after a restart', async () => {
    const data = newFolder();
    const first = await serve('--data', data);
    const started = await fetch(`${first.url}/attendant/calls`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ flow: 'WhatsApp consent', from: '+13175550123' }),
    });
    const { id } = (await started.json()) as { readonly id: string };
    first.running.stop();
    await first.running.ended;
    const second = await serve('--data', data);
    const found = await fetch(`${second.url}/attendant/calls/${id}`);
    expect(found.status).toBe(200);
    expect(await found.json()).toMatchObject({ id, flow: { name: 'WhatsApp consent' } });
  });

  it('R5 begins new calls with flows as they are on disk, and keeps the last sound version', async () => {
    const flow = (text: string) =>
      JSON.stringify({
        ...{ type: 'inboundCall', name: 'Hello', startUp: { task: 'hello' } },
        tasks: { hello: [{ playAudio: text }, { disconnect: {} }] },
      });
    const folder = folderOf({ 'hello.flow.json': flow('First.') });
    const { url, running } = await serve('--data', join(folder, 'data'), '--flows', folder);
    const heard = async () => {
      const started = await fetch(`${url}/attendant/calls`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ flow: 'Hello' }),
      });
      const { waitsFor } = (await started.json()) as {
        readonly waitsFor: { readonly heard: readonly { readonly text: string }[] };
      };
      return waitsFor.heard.map(({ text }) => text);
    };
    expect(await heard()).toEqual(['First.']);
    writeFileSync(join(folder, 'hello.flow.json'), flow('Second.'));
    await running.printed('Read anew: Hello');
    expect(await heard()).toEqual(['Second.']);
    writeFileSync(join(folder, 'hello.flow.json'), flow('Third.').replace('disconnect', 'disconect'));
    await running.told('did you mean `disconnect`?');
    await running.printed('Not taken: ');
    expect(await heard()).toEqual(['Second.']);
    writeFileSync(join(folder, 'other.flow.json'), flow('Other.').replace('Hello', 'Other'));
    await running.printed('New flow: Other');
  });

  it('says that a port is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const { code, out, err } = await run(['serve', '--port', String(port), '--data', newFolder()]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe(`Port ${port} is in use; choose another with --port.\n`);
  });

  it('refuses a data folder that another server uses', async () => {
    const data = newFolder();
    await serve('--data', data);
    const { code, out, err } = await run(['serve', '--port', '0', '--data', data]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/another|in use/i);
  });

  it('refuses a data folder that is a file', async () => {
    const file = join(folderOf({ data: 'x' }), 'data');
    const { code, out, err } = await run(['serve', '--port', '0', '--data', file]);
    expect([code, out]).toEqual([1, '']);
    expect(err).not.toBe('');
  });

  it('R10 starts with no faulty flow', async () => {
    const flows = folderOf({ 'x.flow.json': '{' });
    const { code, out, err } = await run(['serve', '--port', '0', '--data', newFolder(), '--flows', flows]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('JSON_SYNTAX');
  });

  it('R10 refuses two flows of one name', async () => {
    const flow = {
      type: 'workflow',
      name: 'x',
      startUp: { task: 'a' },
      tasks: { a: [{ endWorkflow: 'done' }] },
    };
    const flows = folderOf({ 'a.flow.json': flow, 'b.flow.json': flow });
    const { code, err } = await run(['serve', '--port', '0', '--data', newFolder(), '--flows', flows]);
    expect(code).toBe(1);
    expect(err).toMatch(/DUPLICATE_FLOW/);
  });

  it('R10 tells a folder of flows that is missing', async () => {
    const { code, err } = await run([
      'serve',
      '--port',
      '0',
      '--data',
      newFolder(),
      '--flows',
      join(newFolder(), 'no'),
    ]);
    expect(code).toBe(1);
    expect(err).toContain('FILE_MISSING');
  });
});
