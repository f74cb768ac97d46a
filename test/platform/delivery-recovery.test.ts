import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Carrier, SendResult } from '../../src/platform/deliveries/carrier.ts';
import { openDeliveries } from '../../src/platform/deliveries/deliveries.ts';
import { MAX_ATTEMPTS } from '../../src/platform/deliveries/remote-sends.ts';
import type { Message, NewMessage } from '../../src/platform/messages/message.ts';
import { messageStore } from '../../src/platform/messages/message-store.ts';
import { AttendantDatabase } from '../../src/store/database.ts';
import { openLocalServer, PLAIN_MESSAGE } from '../api/local-server.ts';
import { FakeClock } from '../support/fake-clock.ts';

const SILENT = { info: () => undefined, warn: () => undefined };

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'attendant-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

const NEW_MESSAGE = {
  interactionId: 'c-1',
  clientId: 'sender',
  channel: 'whatsapp',
  direction: 'outbound',
  fromAddress: 'wa-1',
  toAddress: '13175550123',
  templateId: 'plain',
  text: 'Hello.',
  acceptedAt: 1,
} as const;

function queueOne(database: AttendantDatabase, id: string, more: Partial<NewMessage> = {}): void {
  messageStore(database.sqlite).add({ ...NEW_MESSAGE, id, ...more });
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

  it('leave everything as it is while the platform is at rest', async () => {
    const file = join(folder(), 'attendant.db');
    const first = await openLocalServer({ file });
    await first.platform.settled();
    queueOne(first.database, 'waits');
    queueOne(first.database, 'was being sent');
    first.database.sqlite.exec(`update message set status = 'sending' where id = 'was being sent'`);
    await first.close();

    const atRest = await openLocalServer({ file, platformOptions: { isAtRest: true } });
    atRest.clock.advance(60_000);
    atRest.platform.deliveries.wake();
    await atRest.platform.settled();
    expect(atRest.platform.messages.one('waits')).toMatchObject({ status: 'queued', attempts: 0 });
    expect(atRest.platform.messages.one('was being sent')).toMatchObject({ status: 'sending' });
    await atRest.close();

    const next = await openLocalServer({ file });
    await next.outbox();
    expect(next.platform.messages.one('waits')?.status).toBe('delivered');
    expect(next.platform.messages.one('was being sent')?.status).toBe('unknown');
  });

  it('C3 are made once by the local outbox, however often it is woken', async () => {
    const { database, messages, deliveries, clock } = openParts();
    queueOne(database, 'one');
    deliveries.wake();
    await deliveries.settled();
    const delivered = messages.one('one');
    expect(delivered).toMatchObject({ status: 'delivered', carrier: 'outbox', attempts: 0 });
    clock.advance(1000);
    deliveries.wake();
    deliveries.wake();
    await deliveries.settled();
    expect(messages.one('one')).toEqual(delivered);
  });

  it('are not lost when one is woken for during a round', async () => {
    const { database, messages, deliveries } = openParts();
    queueOne(database, 'one');
    deliveries.wake();
    await database.commits.add(() => queueOne(database, 'two'));
    deliveries.wake();
    await deliveries.settled();
    expect(messages.one('two')?.status).toBe('delivered');
  });

  it('are all made, however many are due at once', async () => {
    const { database, messages, deliveries } = openParts();
    for (let count = 0; count < 1_201; count += 1) queueOne(database, `m-${count}`);
    deliveries.wake();
    await deliveries.settled();
    expect(messages.nextDueAt('whatsapp')).toBeUndefined();
  });

  it('are listed with how their text begins, not with all of it', async () => {
    const { database, messages } = openParts();
    queueOne(database, 'one', { text: 'x'.repeat(3_000_000), fields: { html: 'y'.repeat(100) } });
    const [listed] = messages.newest({ limit: 1 });
    expect(listed).toMatchObject({ id: 'one', text: 'x'.repeat(2_000) });
    expect(listed).not.toHaveProperty('fields');
    expect(messages.dueHeads('whatsapp', 1, 10)[0]).not.toHaveProperty('text');
  });

  it('follow the plan of a message, each step at its time, also after a restart', async () => {
    const { database, messages, deliveries, clock } = openParts();
    const plan = [
      { status: 'delivered', afterMs: 0 },
      { status: 'read', afterMs: 5_000 },
    ] as const;
    queueOne(database, 'one', { plan });
    deliveries.wake();
    await deliveries.settled();
    const delivered = messages.one('one');
    expect(delivered).toMatchObject({ status: 'delivered', readAt: null });
    await deliveries.close();

    const next = openParts({ database, clock });
    await next.deliveries.recover();
    clock.advance(4_999);
    await next.deliveries.settled();
    expect(messages.one('one')?.status).toBe('delivered');
    clock.advance(1);
    await next.deliveries.settled();
    expect(messages.one('one')).toMatchObject({ status: 'read', readAt: clock.now(), dueAt: null });
  });
});

describe('deliveries by a carrier outside', () => {
  it('C1 are stored as sending before the carrier is asked, and as sent when it took them', async () => {
    const { database, messages, deliveries, asked } = openParts({
      answer: { kind: 'sent', externalId: 'x-1' },
    });
    queueOne(database, 'one');
    deliveries.wake();
    await deliveries.settled();
    expect(asked).toEqual([{ id: 'one', status: 'sending' }]);
    expect(messages.one('one')).toMatchObject({
      status: 'sent',
      externalId: 'x-1',
      carrier: 'test',
      attempts: 1,
    });
  });

  it('C2 that were being sent when the process died are unknown, not sent again, and resolved by a receipt', async () => {
    const { database, messages, deliveries, asked } = openParts({ answer: { kind: 'sent' } });
    queueOne(database, 'one');
    messages.claim('one', 'test', 1);
    await deliveries.recover();
    await deliveries.settled();
    expect(asked).toEqual([]);
    expect(messages.one('one')).toMatchObject({
      status: 'unknown',
      errorReason: expect.stringContaining('receipt'),
    });

    const unknown = messages.one('one');
    if (unknown !== undefined) deliveries.record(unknown, { status: 'delivered', at: 9 });
    expect(messages.one('one')).toMatchObject({ status: 'delivered', deliveredAt: 9, errorReason: null });
  });

  it('are tried again later when nobody took them, and given up in the end', async () => {
    const later = { kind: 'later', code: '421', reason: 'Try later.' } as const;
    const { database, messages, deliveries, asked, clock } = openParts({ answer: later });
    queueOne(database, 'one');
    deliveries.wake();
    await deliveries.settled();
    expect(messages.one('one')).toMatchObject({ status: 'queued', dueAt: clock.now() + 5_000 });
    for (let round = 1; round < MAX_ATTEMPTS; round += 1) {
      clock.advanceTo(messages.one('one')?.dueAt ?? clock.now());
      await deliveries.settled();
    }
    expect(asked).toHaveLength(MAX_ATTEMPTS);
    expect(messages.one('one')).toMatchObject({
      status: 'failed',
      errorCode: '421',
      errorReason: 'Try later.',
    });
  });

  it('are unknown when the carrier breaks, and final when it refuses', async () => {
    const broken = openParts({
      answer: () => {
        throw new Error('no answer');
      },
    });
    queueOne(broken.database, 'one');
    broken.deliveries.wake();
    await broken.deliveries.settled();
    expect(broken.messages.one('one')?.status).toBe('unknown');

    const refusing = openParts({ answer: { kind: 'failed', code: '131026', reason: 'Not on WhatsApp.' } });
    queueOne(refusing.database, 'one');
    refusing.deliveries.wake();
    await refusing.deliveries.settled();
    expect(refusing.messages.one('one')).toMatchObject({
      status: 'failed',
      errorCode: '131026',
      sentAt: null,
    });
  });

  it('keep to how many the carrier takes at once, and all go out', async () => {
    const { database, messages, deliveries, asked } = openParts({ answer: { kind: 'sent' } });
    for (let count = 0; count < 7; count += 1) queueOne(database, `m-${count}`);
    deliveries.wake();
    await deliveries.settled();
    expect(asked).toHaveLength(7);
    expect(messages.sending()).toEqual([]);
  });

  it('go out at once, whatever is planned for the local outbox', async () => {
    const { database, messages, deliveries, asked } = openParts({ answer: { kind: 'sent' } });
    const plan = [{ status: 'failed', afterMs: 60_000 }] as const;
    await database.commits.add(() => deliveries.accept({ ...NEW_MESSAGE, id: 'one', plan }));
    deliveries.wake();
    await deliveries.settled();
    expect(asked).toHaveLength(1);
    expect(messages.one('one')).toMatchObject({ status: 'sent', plan: null });
  });

  it('C4 never go back, whatever the order of receipts', () => {
    const { database, messages, deliveries } = openParts();
    queueOne(database, 'one');
    const tell = (status: 'sent' | 'delivered' | 'read' | 'failed', at: number) => {
      const message = messages.one('one');
      return message !== undefined && deliveries.record(message, { status, at });
    };
    expect(tell('read', 3)).toBe(true);
    expect(tell('sent', 1)).toBe(false);
    expect(tell('delivered', 2)).toBe(false);
    expect(tell('read', 4)).toBe(false);
    expect(tell('failed', 5)).toBe(false);
    expect(messages.one('one')).toMatchObject({ status: 'read', readAt: 3, deliveredAt: 3, sentAt: 3 });
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

/** Deliveries on a database; `answer` puts a carrier outside in place of the local outbox. */
function openParts({
  answer,
  clock = new FakeClock(),
  database = freshDatabase(),
}: {
  readonly answer?: SendResult | (() => SendResult);
  readonly clock?: FakeClock;
  readonly database?: AttendantDatabase;
} = {}) {
  const messages = messageStore(database.sqlite);
  const asked: { id: string; status: Message['status'] | undefined }[] = [];
  const carrier: Carrier = {
    name: 'test',
    concurrency: 2,
    async send({ id }) {
      asked.push({ id, status: messages.one(id)?.status });
      return typeof answer === 'function' ? answer() : (answer ?? { kind: 'sent' });
    },
    close: async () => undefined,
  };
  const carriers = answer === undefined ? {} : { whatsapp: carrier };
  const deliveries = openDeliveries({ database, clock, log: SILENT, messages, carriers });
  return { clock, database, messages, deliveries, asked };
}

function freshDatabase(): AttendantDatabase {
  const database = AttendantDatabase.open(':memory:');
  onTestFinished(() => database.close());
  return database;
}
