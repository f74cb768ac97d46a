// A process of its own for campaigns.js: a platform with one contact list, and a campaign that `start` starts. Tells when the first
// message is stored, the longest time the loop was held up, how many went, and resident MB.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openPlatform } from '../dist/platform/platform.js';
import { AttendantDatabase } from '../dist/store/database.js';
import { systemClock } from '../dist/system-clock.js';
import { timeOrderedIds } from '../dist/time-ordered-ids.js';

const [file, contacts, mode] = process.argv.slice(2);
const COUNT = Number(contacts);
const ROWS_A_GROUP = 5_000;
const RATE = 6_000;
const NO_LIMIT = 600_000;
const COLUMNS = ['number', 'name', 'city', 'since', 'amount', 'tier'];

const database = AttendantDatabase.open(file);
const log = { info: () => {}, warn: (message, details) => console.error(message, details) };
const platform = await openPlatform({
  database,
  clock: systemClock,
  ids: timeOrderedIds(),
  log,
  seed: seed(),
});
const { outbound } = platform;
const list = await filledList();
const campaign = await outbound.campaigns.create({
  name: 'Bench',
  contactList: { id: list.id },
  messagesPerMinute: mode === 'rate' ? RATE : NO_LIMIT,
  whatsAppConfig: {
    whatsAppColumns: ['number'],
    whatsAppIntegration: { id: 'wa' },
    contentTemplate: { id: 'news' },
  },
  ...(mode === 'sorted' && {
    contactSorts: [
      { fieldName: 'amount', numeric: true, direction: 'DESC' },
      { fieldName: 'since' },
      { fieldName: 'city' },
      { fieldName: 'name' },
    ],
  }),
});
if (!campaign.ok) throw new Error(JSON.stringify(campaign.refusal));

const messages = database.sqlite.prepare('select count(*) from message').pluck();
const stalls = monitorEventLoopDelay({ resolution: 1 });
let began = 0;

process.on('message', async (order) => {
  if (order === 'start') {
    stalls.enable();
    began = performance.now();
    const started = await outbound.campaigns.start(campaign.value.id);
    if (!started.ok) throw new Error(JSON.stringify(started.refusal));
    await firstMessage();
    process.send({ kind: 'first', ms: Math.round(performance.now() - began), longestStallMs: stall() });
  }
  if (order === 'tell') {
    const seconds = (performance.now() - began) / 1000;
    const sent = messages.get();
    const megabytes = Math.round(process.memoryUsage.rss() / 1e6);
    process.send({ kind: 'told', perSecond: Math.round(sent / seconds), sent, megabytes, stallMs: stall() });
  }
  if (order === 'times')
    process.send({
      kind: 'times',
      times: database.sqlite.prepare('select accepted_at from message order by sequence').pluck().all(),
    });
});
process.on('disconnect', () => process.exit());
process.send({ kind: 'ready' });

function stall() {
  return Math.round(stalls.max / 1e6);
}

async function firstMessage() {
  while (messages.get() === 0) await new Promise((done) => setTimeout(done, 1));
}

async function filledList() {
  let made;
  await database.commits.add(() => {
    const column = [{ columnName: 'number', type: 'mobile' }];
    made = outbound.lists.add({
      ...{ id: 'bench', name: 'Bench', divisionId: 'home', version: 1, createdAt: 0, modifiedAt: 0 },
      settings: {
        ...{ columnNames: COLUMNS, phoneColumns: [], emailColumns: [], whatsAppColumns: column },
        ...{ automaticTimeZoneMapping: false, trimWhitespace: false },
      },
    });
  });
  const consent = database.sqlite.prepare(
    `insert into consent (channel, address, status, method, business_name, evidence, granted_at, withdrawn_at)
     values ('whatsapp', ?, 'granted', 'bench', 'Bench', '', 0, null)`,
  );
  for (let first = 0; first < COUNT; first += ROWS_A_GROUP)
    await database.commits.add(() => {
      const rows = Array.from({ length: Math.min(ROWS_A_GROUP, COUNT - first) }, (_, index) =>
        row(first + index),
      );
      for (const [number] of rows) consent.run(number);
      outbound.contacts.add(
        outbound.lists.byKey(made.key),
        rows.map((data) => ({ data })),
      );
    });
  return made;
}

function row(n) {
  const day = String(1 + (n % 28)).padStart(2, '0');
  return [
    String(491_500_000_000 + n),
    `Name, ${n}`,
    `City ${(n * 31) % 977}`,
    `2026-0${1 + (n % 9)}-${day}`,
    String(((n * 7919) % 100_000) / 100),
    'gold',
  ];
}

function seed() {
  return {
    organization: { name: 'Bench' },
    oauthClients: [],
    campaigns: { whatsappPerMinute: NO_LIMIT },
    whatsappIntegrations: [{ id: 'wa', name: 'Bench', phoneNumber: '+493012345', status: 'active' }],
    templates: [
      {
        id: 'news',
        name: 'news',
        language: 'en',
        status: 'approved',
        body: 'Hello {{name}} of {{city}}.',
        parameters: [
          { id: 'name', kind: 'text', component: 'body' },
          { id: 'city', kind: 'text', component: 'body' },
        ],
      },
    ],
  };
}
