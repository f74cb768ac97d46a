import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { folderOf, newFolder } from '../files/folder.ts';
import { attendantProcess } from '../support/attendant-process.ts';
import { buildPackage } from './built-package.ts';

/** More than a server reads before it is killed. */
const ROWS = 2_000_000;
const ROWS_A_PART = 2_000;
const STORED_WHEN_KILLED = 10_000;
const LIST = '/attendant/contact-lists/customers';
const HEADER = 'customer,name,email\n';
const KNOWN = 3;

beforeAll(() => buildPackage());

interface Import {
  readonly state: string;
  readonly rowCount: number;
  readonly importedCount: number;
  readonly reason?: string;
}

/*
 * `attendant serve` on a real file, killed with SIGKILL in the middle of an import.
 */
describe('a server that is killed while it imports', () => {
  it.each([
    ['skip', 'keeps the rows that it told of'],
    ['none', 'keeps nothing, and known contacts are as they were'],
  ])(
    'L2 L3 with onError=%s fails the import at the next start, and %s',
    { timeout: 120_000 },
    async (onError) => {
      const world = { flows: folderOf({ 'local.platform.json': PLATFORM }), data: join(newFolder(), 'data') };
      const first = await serve(world);
      await upload(first.url, [`${HEADER}0,old,o\n1,old,o\n2,old,o\n`], '?idColumn=customer');
      const answer = upload(first.url, file(), `?idColumn=customer&onError=${onError}`).catch(() => 'none');
      let told = await newest(first.url);
      while (told.rowCount < STORED_WHEN_KILLED) told = await newest(first.url);
      first.process.kill('SIGKILL');
      await first.ended;
      expect(await answer).toBe('none');

      const next = await serve(world);
      const found = await newest(next.url);
      expect(found).toMatchObject({
        state: 'failed',
        reason: expect.stringMatching(/^Attendant was stopped/),
      });
      const names = await namesIn(next.url);
      if (onError === 'none') {
        expect(found.importedCount).toBe(0);
        expect(names).toEqual(Array(KNOWN).fill('old'));
      } else {
        expect(found.importedCount).toBeGreaterThanOrEqual(told.importedCount);
        expect(names).toHaveLength(found.importedCount);
        expect(new Set(names)).toEqual(new Set(['new']));
      }
      const again = await upload(
        next.url,
        [`${HEADER}again,last,l\n`],
        `?idColumn=customer&onError=${onError}`,
      );
      expect(again).toMatchObject({ state: 'complete', importedCount: 1 });
      expect((await namesIn(next.url)).at(-1)).toBe('last');
    },
  );
});

function* file(): Iterable<string> {
  yield HEADER;
  for (let from = 0; from < ROWS; from += ROWS_A_PART)
    yield Array.from({ length: ROWS_A_PART }, (_, index) => `${from + index},new,e${index}@x.test\n`).join(
      '',
    );
}

async function upload(url: string, parts: Iterable<string>, query: string): Promise<unknown> {
  const body = ReadableStream.from(encoded(parts));
  const headers = { 'content-type': 'text/csv' };
  const options = { method: 'POST', headers, body, duplex: 'half' } as const;
  return (await fetch(`${url}${LIST}/imports${query}`, options)).json();
}

async function* encoded(parts: Iterable<string>) {
  for (const part of parts) yield Buffer.from(part);
}

async function newest(url: string): Promise<Import> {
  const answer = await fetch(`${url}${LIST}/imports?limit=1`);
  const { entities } = (await answer.json()) as { readonly entities: readonly Import[] };
  return entities[0] ?? { state: 'none', rowCount: 0, importedCount: 0 };
}

async function namesIn(url: string): Promise<readonly (string | undefined)[]> {
  const text = await (await fetch(`${url}${LIST}/contacts.csv`)).text();
  return text
    .trimEnd()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(',')[2]);
}

async function serve({ flows, data }: { readonly flows: string; readonly data: string }) {
  const child = attendantProcess(['serve', '--port', '0', '--data', data, '--flows', flows]);
  const [, url = ''] = /listens on (\S+)/.exec(await child.printed('Ctrl-C stops it')) ?? [];
  return { ...child, url };
}

const PLATFORM = {
  organization: { name: 'Test' },
  oauthClients: [],
  whatsappIntegrations: [],
  templates: [],
  contactLists: [
    {
      id: 'customers',
      name: 'Customers',
      columnNames: ['customer', 'name', 'email'],
      emailColumns: [{ columnName: 'email', type: 'work' }],
    },
  ],
};
