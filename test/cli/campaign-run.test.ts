import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import { buildPackage } from '../crash/built-package.ts';
import { folderOf } from '../files/folder.ts';
import { attendantProcess } from '../support/attendant-process.ts';
import { openGraphServer, TAKES } from '../support/graph-server.ts';
import { openSmtpReceiver } from '../support/smtp-receiver.ts';
import { withPlatform } from './campaign-data.ts';
import { run, start } from './run.ts';

const EXAMPLE = resolve('flows/campaigns');
const META = { ...process.env, META_TOKEN: 'token', META_SECRET: 'secret', META_VERIFY: 'verify' };

beforeAll(async () => {
  buildPackage();
  await run(['campaign', 'run', 'x', '--data', 'no such folder', '--platform', 'no such file']);
}, 180_000);

/** The n-th number of a list. */
const numberAt = (n: number) => String(13_175_560_000 + n);

/** A folder with a campaign for so many contacts, who all agreed to be written to, and commands for it. */
async function setUp(contacts: number, { perMinute = 3_000, more = {} as JsonObject } = {}) {
  const shipped = JSON.parse(readFileSync('flows/local.platform.json', 'utf8'));
  const numbers = Array.from({ length: contacts }, (_, index) => numberAt(index));
  const consents = numbers.map((address) => ({
    ...{ channel: 'whatsapp', address, method: 'test', businessName: 'Test' },
  }));
  const example = JSON.parse(readFileSync(join(EXAMPLE, 'order-news.campaign.json'), 'utf8'));
  const folder = folderOf({
    'own.platform.json': { ...shipped, $schema: undefined, consents, ...more },
    'contacts.csv': `number,name,order\n${numbers.map((number) => `${number},Ann,A-1\n`).join('')}`,
    'x.campaign.json': { ...example, $schema: undefined, messagesPerMinute: perMinute },
  });
  const options = ['--data', join(folder, 'data'), '--platform', join(folder, 'own.platform.json')];
  const campaign = (...args: readonly string[]) => run(['campaign', ...args, ...options]);
  const list = ['--list', 'Customers', '--whatsapp-column', 'number'];
  expect((await campaign('import', join(folder, 'contacts.csv'), ...list)).code).toBe(0);
  expect(await campaign('create', join(folder, 'x.campaign.json'))).toMatchObject({ code: 0, err: '' });
  const recipients = () =>
    withPlatform(join(folder, 'data'), async ({ messages }) =>
      messages
        .newest({ limit: 1_000 })
        .map(({ toAddress }) => toAddress)
        .sort(),
    );
  return { folder, options, campaign, recipients };
}

/** Carriers of a platform file: WhatsApp through a server in Meta's place. */
function throughMeta(url: string): JsonObject {
  const names = { accessTokenEnv: 'META_TOKEN', appSecretEnv: 'META_SECRET', verifyTokenEnv: 'META_VERIFY' };
  const phoneNumberIds = { 'whatsapp-main': '1055550100' };
  return { carriers: { whatsapp: { meta: { baseUrl: url, version: 'v25.0', phoneNumberIds, ...names } } } };
}

async function serve(options: readonly string[], env: { readonly [name: string]: string } = {}) {
  const serving = start(['serve', '--port', '0', ...options], { env });
  onTestFinished(async () => {
    serving.stop();
    await serving.ended;
  });
  const [, url = ''] = /listens on (\S+)/.exec(await serving.printed('Ctrl-C stops it')) ?? [];
  return url;
}

function eventsOf(out: string): readonly { readonly type: string; readonly [name: string]: unknown }[] {
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('the commands of the README', () => {
  it('import, create, run and export the example in a folder with nothing else', async () => {
    const names = ['contacts.csv', 'order-news.campaign.json'];
    const files = names.map((name) => [`flows/campaigns/${name}`, readFileSync(join(EXAMPLE, name))]);
    const cwd = folderOf(Object.fromEntries(files));
    const attendant = (command: string) => attendantProcess(words(command), { cwd }).ended;
    const [load = '', create = '', work = '', save = ''] = readmeCommands();
    expect(await attendant(load)).toMatchObject({
      code: 0,
      out: expect.stringContaining('Imported 6 contacts into Customers.\n'),
      err: expect.stringMatching(
        /^1 row was rejected:\n {2}line 8: The row has 3 cells, the header has 4\.\n/,
      ),
    });
    expect(await attendant(create)).toMatchObject({
      code: 0,
      out: 'Stored the campaign Order news, which is off: 6 contacts in Customers.\n',
    });
    const ran = await attendant(work);
    expect(ran).toMatchObject({ code: 0, err: expect.stringContaining('WhatsApp stays on this machine') });
    expect(ran.out).toMatch(/^Order news: complete\n/);
    expect(ran.out).toContain(
      'progress  6 of 6 (100 %)\n  messages  5 delivered\n  skipped   1 no consent\n',
    );
    expect((await attendant(save)).out).toMatch(/^Wrote the results of Order news to results\.csv \(/);
    const results: readonly JsonObject[] = parse(readFileSync(join(cwd, 'results.csv')), { columns: true });
    expect(results.map(({ contactId, name, outcome }) => [contactId, name, outcome])).toEqual([
      ['1', 'Ann Lee', 'messaged'],
      ['2', 'Ben Ortiz', 'messaged'],
      ['3', 'Chloé Martin', 'messaged'],
      ['4', 'Dana "DJ" Jones', 'messaged'],
      ['5', 'Emre Kaya', 'messaged'],
      ['6', 'Finn Berg', 'NO_CONSENT'],
    ]);
    expect(results[0]).toMatchObject({ disposition: 'OUTBOUND-MESSAGE-SENT', deliveryStatus: 'delivered' });
    const minutes = await attendant('campaign minutes "order news"');
    expect(minutes.out).toMatch(/^minute +messaged +(skipped +)?delivered\n2\S+Z +\d( +\d)? +\d {2}█+\n/);
  }, 120_000);
});

/** The commands of the section on campaigns. */
function readmeCommands(): readonly string[] {
  const readme = readFileSync('README.md', 'utf8');
  const section = readme.slice(readme.indexOf('\n## Campaigns\n'));
  return section.slice(0, section.indexOf('\n```\n')).match(/(?<=npx attendant ).*/g) ?? [];
}

/** A command line as a shell takes it apart. */
function words(command: string): readonly string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');
}

describe('attendant campaign run without a server', () => {
  it('sends through the carriers of the platform file, as JSON events a line', async () => {
    const graph = await openGraphServer();
    const { options } = await setUp(8, { more: throughMeta(graph.url) });
    const { code, out, err } = await attendantProcess(
      ['campaign', 'run', 'order news', '--json', ...options],
      {
        env: META,
      },
    ).ended;
    expect([code, err]).toEqual([0, '']);
    const events = eventsOf(out);
    expect(events[0]).toMatchObject({ type: 'started', campaign: { name: 'Order news', status: 'on' } });
    expect(events.at(-1)).toMatchObject({
      type: 'ended',
      campaign: { status: 'complete', progress: { messaged: 8, onTheWay: 0, messages: { sent: 8 } } },
    });
    for (const event of events.slice(1, -1)) expect(event).toMatchObject({ type: 'progress', total: 8 });
    expect(graph.requests.map(({ body }) => body['to']).sort()).toEqual(
      Array.from({ length: 8 }, (_, index) => `+${numberAt(index)}`),
    );
  });

  it('sends e-mails of a campaign whose domain and response are named', async () => {
    const receiver = await openSmtpReceiver();
    const smtp = { host: '127.0.0.1', port: receiver.port, security: 'none' };
    const { folder, options, campaign } = await setUp(1, { more: { carriers: { email: { smtp } } } });
    await withPlatform(join(folder, 'data'), async ({ libraries: kept, responses }) => {
      const texts = [
        { content: 'For {{name}}', type: 'subject', contentType: 'text/plain' },
        { content: 'Hello {{name}}.', type: 'body', contentType: 'text/plain' },
      ];
      const library = await kept.create({ name: 'Campaigns' });
      const libraries = [{ id: library.ok ? String(library.value['id']) : '' }];
      const kind = { name: 'News', responseType: 'CampaignEmailTemplate' };
      expect(await responses.create({ ...kind, libraries, texts })).toMatchObject({ ok: true });
    });
    const emailConfig = {
      ...{ emailColumns: ['mail'], contentTemplate: { name: 'news' } },
      fromAddress: { domain: { name: 'mail.attendant.example' }, localPart: 'news' },
    };
    const file = { name: 'By mail', contactList: { name: 'Readers' }, messagesPerMinute: 600, emailConfig };
    writeFileSync(join(folder, 'mail.csv'), 'mail,name\nann@example.net,Ann\nno address,Ben\n');
    writeFileSync(join(folder, 'mail.campaign.json'), JSON.stringify(file));
    await campaign('import', join(folder, 'mail.csv'), '--list', 'Readers', '--email-column', 'mail');
    expect(await campaign('create', join(folder, 'mail.campaign.json'))).toMatchObject({ code: 0, err: '' });
    const { code, out, err } = await attendantProcess(['campaign', 'run', 'by mail', ...options]).ended;
    expect([code, out]).toEqual([
      0,
      expect.stringContaining('messages  1 sent\n  skipped   1 invalid address\n'),
    ]);
    expect(err).toContain(`E-mail goes out through 127.0.0.1:${receiver.port} (not encrypted).`);
    expect(receiver.mails.map(({ to, content }) => [to, /^Subject: .*$/m.exec(content)?.[0]])).toEqual([
      [['ann@example.net'], 'Subject: For Ann'],
    ]);
  });

  it('says what the carriers want', async () => {
    const graph = await openGraphServer();
    const { campaign } = await setUp(1, { more: throughMeta(graph.url) });
    expect(await campaign('run', 'order news')).toMatchObject({
      code: 2,
      out: '',
      err: 'The platform file wants META_TOKEN, META_SECRET, META_VERIFY in the environment: not set.\n',
    });
    expect((await campaign('status', 'order news')).code).toBe(0);
    expect(graph.requests).toEqual([]);
  });

  it('stops on Ctrl-C, says how many are left, and goes on with them', async () => {
    const { options, recipients } = await setUp(40, { perMinute: 600 });
    const first = attendantProcess(['campaign', 'run', 'order news', '--json', ...options]);
    await first.printed('"type":"progress"');
    first.process.kill('SIGINT');
    const stopped = await first.ended;
    expect(stopped.code).toBe(1);
    const ended = eventsOf(stopped.out).at(-1);
    expect(ended).toMatchObject({ type: 'ended', campaign: { status: 'off' } });
    const before = await recipients();
    expect(before.length).toBeLessThan(40);
    const second = await attendantProcess(['campaign', 'run', 'order news', ...options]).ended;
    expect([second.code, second.out]).toEqual([0, expect.stringContaining('progress  40 of 40 (100 %)')]);
    expect(await recipients()).toEqual(Array.from({ length: 40 }, (_, index) => numberAt(index)));
  }, 60_000);

  it('tells in words that it was stopped', async () => {
    const { options } = await setUp(100, { perMinute: 60 });
    const running = start(['campaign', 'run', 'order news', ...options], { columns: 90 });
    await running.told('messaged');
    running.stop();
    const { code, out, err } = await running.ended;
    expect([code, out]).toEqual([1, expect.stringMatching(/^Order news: off\n/)]);
    expect(err).toContain('Order news  ░░░░░░░░░░░░░░░░░░░░░░░░   ');
    expect(err).toMatch(/\d+ contacts are left: attendant campaign run "Order news" goes on with them\.\n$/);
  });

  it('says all that keeps the campaign from being started', async () => {
    const { options, campaign, folder } = await setUp(1);
    const seed = JSON.parse(readFileSync(join(folder, 'own.platform.json'), 'utf8'));
    const templates = seed.templates.map((one: JsonObject) => ({ ...one, status: 'rejected' }));
    const other = join(folderOf({ 'other.platform.json': { ...seed, templates } }), 'other.platform.json');
    const ran = await run(['campaign', 'run', 'order news', ...options.slice(0, 2), '--platform', other]);
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toMatch(/^Order news cannot be started:\n {2}The template order-news is rejected/);
    expect((await campaign('run', 'ordernews')).err).toContain('did you mean `Order news`?');
  });
});

describe('attendant campaign run with a server', () => {
  it('starts, and watches when it is asked to', async () => {
    const { options, campaign } = await setUp(5);
    await serve(options);
    expect(await campaign('run', 'Order news')).toEqual({ code: 0, out: 'Order news is on.\n', err: '' });
    const watched = await campaign('run', 'Order news', '--watch');
    expect(watched).toMatchObject({ code: 0, out: expect.stringContaining('messages  5 delivered') });
  });

  it('says why a campaign was forced off', async () => {
    const { options } = await setUp(200, { perMinute: 60 });
    const url = await serve(options);
    const watching = start(['campaign', 'run', 'Order news', '--watch', ...options]);
    await watching.told('messaged');
    const answer = await fetch(`${url}/attendant/message-templates/order-news/status`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ status: 'paused' }),
    });
    expect(answer.status).toBe(200);
    const { code, out, err } = await watching.ended;
    expect([code, out]).toEqual([
      1,
      expect.stringMatching(/^Order news: forced off\n(.*\n)* {2}because {3}\S+/),
    ]);
    expect(err).toMatch(/contacts are left: attendant campaign run "Order news" goes on with them\.\n$/);
  });

  it('stops the campaign on Ctrl-C, and the watching on a second one', async () => {
    const graph = await openGraphServer();
    // Nobody answers for now, so what was handed over stays on the way.
    const held: (() => void)[] = [];
    graph.answerWith((...asked) => void held.push(() => TAKES(...asked)));
    const { options, campaign } = await setUp(20, { more: throughMeta(graph.url) });
    await serve(options, { META_TOKEN: 'token', META_SECRET: 'secret', META_VERIFY: 'verify' });
    const watching = start(['campaign', 'run', 'Order news', '--watch', ...options]);
    await expect.poll(() => graph.requests.length).toBeGreaterThan(0);
    watching.stop();
    expect(await watching.told('Stopping')).toContain('what was handed over goes out still');
    expect((await campaign('status', 'Order news')).out).toMatch(/^Order news: stopping\n/);
    watching.stop();
    const { code, err } = await watching.ended;
    expect(code).toBe(1);
    expect(err).toMatch(/\d+ messages are on the way\.\n$/);
    graph.answerWith(TAKES);
    for (const answer of held) answer();
    await expect.poll(async () => (await campaign('status', 'Order news')).out).toMatch(/^Order news: off\n/);
  });
});
