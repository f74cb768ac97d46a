import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { storeFlowConversation } from '../api/flow-conversation.ts';
import { openLocalServer } from '../api/local-server.ts';

const PAGE = readFileSync('docs/sql-views.md', 'utf8');
const EXAMPLES = [...PAGE.matchAll(/^([^\n]*):\n\n```sql\n(.*?)```/gms)].map(
  ([, title = '', sql = '']) => [title, sql] as const,
);
const VIEWS = [
  'v_conversations',
  'v_participants',
  'v_participant_data',
  'v_messages',
  'v_callbacks',
  'v_consents',
];

/** A database on disk with one thing of each kind, held open by its server, and a second connection that reads. */
async function openReader() {
  const folder = mkdtempSync(join(tmpdir(), 'attendant-views-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'attendant.db');
  const { database, platform, clock } = await openLocalServer({ file });
  const { interactions, messages } = platform;
  const mail = {
    interactionId: 'mail',
    channel: 'email',
    direction: 'outbound',
    fromAddress: 'shop@mail.example.com',
    toAddress: 'ann@example.com',
    text: 'It comes.',
    acceptedAt: clock.now(),
  } as const;
  await database.commits.add(() => {
    const begun = interactions.begin({
      id: 'mail',
      channel: 'email',
      direction: 'outbound',
      ownAddress: 'shop@mail.example.com',
      customerAddress: 'ann@example.com',
      state: 'waiting',
      customer: { attributes: { order: '77' } },
    });
    interactions.add(begun, { purpose: 'agent', state: 'connected', name: 'Bob' });
    messages.add({ ...mail, id: 'm-1' });
    messages.add({
      ...mail,
      id: 'm-2',
      plan: [{ status: 'bounced', afterMs: 0, code: '550', reason: 'unknown' }],
    });
    database.sqlite.exec(
      `insert into queue (id, name, name_key, division_id, settings, created_at, modified_at) values ('q', 'Support', 'support', 'd', '{}', 0, 0);
       insert into callback (id, interaction_id, participant_id, queue_id, state, priority, details, scheduled_at, created_at)
         values ('cb', 'mail', 'p', 'q', 'scheduled', 0, '{"numbers":["+13175550123"],"userName":"Ann"}', ${clock.now()}, ${clock.now()})`,
    );
  });
  platform.deliveries.wake();
  await platform.settled();
  await storeFlowConversation(database, clock.now() + 5, { id: 'call', participantData: { order: '78' } });
  const reader = new Sqlite(file, { readonly: true });
  onTestFinished(() => void reader.close());
  return reader;
}

describe('docs/sql-views.md', () => {
  it('has an example for every view', () => {
    expect(EXAMPLES.length).toBeGreaterThanOrEqual(8);
    expect(VIEWS.filter((view) => !EXAMPLES.some(([, sql]) => sql.includes(view)))).toEqual([]);
  });

  it.each(EXAMPLES)('%s: finds something while the server runs', async (_title, sql) => {
    const reader = await openReader();
    expect(reader.prepare(sql).all().length).toBeGreaterThan(0);
  });

  it('lists every column of every view, and no other', async () => {
    const reader = await openReader();
    const sections = PAGE.slice(PAGE.indexOf('## Columns'))
      .split(/^(?=`v_)/m)
      .slice(1);
    for (const section of sections) {
      const [view = '', ...told] = [...section.matchAll(/`([a-z_]+)`/g)].map(([, name = '']) => name);
      const columns = reader
        .prepare<[], { readonly name: string }>(`select name from pragma_table_info('${view}')`)
        .all()
        .map(({ name }) => name);
      expect(
        columns.filter((name) => !told.includes(name)),
        view,
      ).toEqual([]);
      expect(columns.length, view).toBeGreaterThan(5);
    }
    expect(sections).toHaveLength(VIEWS.length);
  });
});

describe('the views', () => {
  it('give times as ISO 8601 to the millisecond, and null for none', async () => {
    const reader = await openReader();
    expect(reader.prepare(`select * from v_messages where message_id = 'm-2'`).get()).toMatchObject({
      conversation_id: 'mail',
      status: 'bounced',
      error_code: '550',
      accepted_at: '2026-01-15T12:00:00.000Z',
      failed_at: '2026-01-15T12:00:00.000Z',
      read_at: null,
    });
    expect(
      reader.prepare(`select * from v_conversations where conversation_id = 'call'`).get(),
    ).toMatchObject({
      channel: 'voice',
      state: 'waiting',
      customer_address: '+13175550123',
      flow_name: 'Main line',
      began_at: '2026-01-15T12:00:00.005Z',
      ended_at: null,
    });
  });

  it('E12 show how far every message is, with a reader beside the running server', async () => {
    const reader = await openReader();
    const rows = reader.prepare('select message_id, status from v_messages order by sequence').all();
    expect(rows).toEqual([
      { message_id: 'm-1', status: 'delivered' },
      { message_id: 'm-2', status: 'bounced' },
    ]);
  });

  it('show participant data of participants and of flows', async () => {
    const reader = await openReader();
    const rows = reader
      .prepare(`select conversation_id, purpose, name, value, source from v_participant_data order by value`)
      .all();
    expect(rows).toEqual([
      { conversation_id: 'mail', purpose: 'customer', name: 'order', value: '77', source: 'participant' },
      { conversation_id: 'call', purpose: 'customer', name: 'order', value: '78', source: 'flow' },
    ]);
  });

  it.each([
    [`select * from v_messages where message_id = 'm'`, /SEARCH message USING INDEX sqlite_autoindex/],
    [
      `select * from v_messages where conversation_id = 'c'`,
      /SEARCH message USING INDEX message_interaction/,
    ],
    [`select * from v_messages where to_address = 'a'`, /SEARCH message USING INDEX message_to/],
    [`select * from v_conversations where updated_ms > 1`, /SEARCH i USING INDEX interaction_updated/],
    [
      `select * from v_conversations where customer_address = 'a'`,
      /SEARCH i USING INDEX interaction_customer/,
    ],
  ])('%s is answered by an index', async (sql, plan) => {
    const reader = await openReader();
    const steps = reader.prepare<[], { readonly detail: string }>(`explain query plan ${sql}`).all();
    expect(steps.map(({ detail }) => detail).join('\n')).toMatch(plan);
  });
});
