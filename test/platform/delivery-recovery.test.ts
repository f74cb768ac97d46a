import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { localCarrier } from '../../src/platform/outbox/local-carrier.ts';
import { outboxStore } from '../../src/platform/outbox/outbox-store.ts';
import { AttendantDatabase } from '../../src/store/database.ts';
import { openLocalServer, PLAIN_MESSAGE } from '../api/local-server.ts';
import { FakeClock } from '../support/fake-clock.ts';

const SILENT = { info: () => undefined, warn: () => undefined };

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'attendant-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

function queueOne(database: AttendantDatabase, messageId: string): void {
  outboxStore(database.sqlite).add({
    messageId,
    conversationId: 'c-1',
    clientId: 'sender',
    channel: 'whatsapp',
    fromAddress: 'wa-1',
    toAddress: '13175550123',
    templateId: 'plain',
    text: 'Hello.',
    queuedAt: 1,
  });
}

describe('deliveries', () => {
  it('C1 that a crash left in the outbox are made at the next start, and those made before are not made again', async () => {
    const file = join(folder(), 'attendant.db');
    const first = await openLocalServer({ file });
    await first.send(PLAIN_MESSAGE);
    const [before] = await first.outbox();
    // The process stops between accepting and delivering: the row is there, nobody was woken.
    queueOne(first.database, 'left-over');
    await first.close();

    const second = await openLocalServer({ file });
    second.clock.advance(60_000);
    const after = await second.outbox();
    expect(after).toMatchObject([
      { messageId: 'left-over', status: 'delivered' },
      { messageId: before?.['messageId'] },
    ]);
    expect(after[1]).toEqual(before);
  });

  it('C1 are made once, however often the carrier is woken', async () => {
    const { database, outbox, carrier, clock } = openCarrier();
    queueOne(database, 'one');
    carrier.wake();
    await carrier.settled();
    const delivered = outbox.newest({ limit: 1 });
    clock.advance(1000);
    carrier.wake();
    carrier.wake();
    await carrier.settled();
    expect(outbox.newest({ limit: 1 })).toEqual(delivered);
  });

  it('C2 waking during a round is not lost', async () => {
    const { database, outbox, carrier } = openCarrier();
    queueOne(database, 'one');
    carrier.wake();
    await database.commits.add(() => queueOne(database, 'two'));
    carrier.wake();
    await carrier.settled();
    expect(outbox.countQueued()).toBe(0);
  });
});

describe('an accepted message', () => {
  it('A2 is stored with its delivery and the result of its key, or not at all', async () => {
    const local = await openLocalServer();
    await local.send({ ...PLAIN_MESSAGE, fromAddress: 'nothing' });
    // The key's row cannot be stored, so neither may the message be.
    local.database.sqlite.exec(
      `create temp trigger no_keys before insert on main.idempotent_result begin select raise(abort, 'full'); end`,
    );
    const failed = await local.send(PLAIN_MESSAGE, { 'idempotency-key': 'k' });
    expect(failed.json()).toMatchObject({ status: 500, code: 'internal.server.error' });
    expect(await local.outbox()).toEqual([]);
    local.database.sqlite.exec('drop trigger no_keys');
    expect((await local.send(PLAIN_MESSAGE, { 'idempotency-key': 'k' })).statusCode).toBe(202);
    expect(await local.outbox()).toHaveLength(1);
  });

  it('A1 is decided when it is stored: a consent withdrawn in the same moment, but before, refuses it', async () => {
    const local = await openLocalServer();
    const { platform } = local;
    const withdrawing = platform.consents.withdraw('whatsapp', PLAIN_MESSAGE.toAddress);
    const sending = platform.agentlessMessages.send(PLAIN_MESSAGE, {
      clientId: 'sender',
      key: undefined,
      contextId: 'x',
    });
    await withdrawing;
    expect((await sending).outcome).toMatchObject({
      ok: false,
      refusal: { code: 'attendant.consent.missing' },
    });
  });
});

function openCarrier() {
  const clock = new FakeClock();
  const database = AttendantDatabase.open(':memory:');
  onTestFinished(() => database.close());
  const outbox = outboxStore(database.sqlite);
  return { clock, database, outbox, carrier: localCarrier({ database, clock, outbox, log: SILENT }) };
}
