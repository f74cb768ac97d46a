import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { run } from '../cli/run.ts';
import { folderOf } from '../files/folder.ts';
import { startLoopbackServer } from '../support/loopback-server.ts';
import { exportOf } from './hostile-desk.ts';

const OBEYED = '\u001b]0;title\u0007\u001b[2J\u009b31m\u202egood\r\nSuccess: {}';

it.each<[number, readonly string[]]>([
  [200, []],
  [200, ['--json']],
  [500, []],
  [500, ['--json']],
])('D6 a receiver writes nothing to the terminal, with status %i %s', async (status, options) => {
  const server = await startLoopbackServer((_request, response) => {
    response.writeHead(status);
    response.end(JSON.stringify({ message: OBEYED, code: OBEYED, a: { [OBEYED]: OBEYED } }));
  });
  onTestFinished(() => server.close());
  const crm = { type: 'custom-rest-actions', hosts: [server.host] };
  const folder = folderOf({
    'data-actions/hostile.custom.json': exportOf({ url: `${server.origin}/x` }),
    'local.integrations.json': { integrations: { crm } },
  });
  const file = join(folder, 'data-actions', 'hostile.custom.json');
  const { out } = await run(['action', 'test', file, '--input', '{}', ...options]);
  expect(server.requests).toHaveLength(1);
  expect(out).toContain('title');
  expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  if (status === 500) expect(out).not.toMatch(/^\s*Success/m);
});
