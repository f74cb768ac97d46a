import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import { folderOf, newFolder } from '../files/folder.ts';
import { start } from './run.ts';

function serve(inboundEmail: JsonObject) {
  const { $schema: _, ...platform } = JSON.parse(
    readFileSync('flows/local.platform.json', 'utf8'),
  ) as JsonObject;
  const flows = folderOf({ 'local.platform.json': { ...platform, inboundEmail } });
  const running = start(['serve', '--port', '0', '--data', newFolder(), '--flows', flows]);
  onTestFinished(async () => {
    running.stop();
    await running.ended.catch(() => undefined);
  });
  return running;
}

describe('serve with inboundEmail', () => {
  it('E11 says where e-mail comes in', async () => {
    const printed = await serve({ port: 0 }).printed('Ctrl-C stops it');
    expect(printed).toMatch(/comes in by SMTP on 127\.0\.0\.1:\d+/);
  });

  it('E11 ends with the reason when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as { port: number };
    const ended = await serve({ port }).ended.catch((error: Error) => ({ thrown: error.message }));
    expect(JSON.stringify(ended)).toContain(
      `inboundEmail of the platform file cannot listen on port ${port} (EADDRINUSE)`,
    );
  });
});
