import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/authoring/json.ts';
import { CUSTOMER, PLAIN_MESSAGE, TEST_SEED } from './local-server.ts';
import { OUTBOUND_SEED, type OutboundServer, openOutboundServer } from './outbound-server.ts';

const US_SEED = { ...OUTBOUND_SEED, organization: { name: 'Test', defaultCountryCode: 'US' } };
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOBODY = () => '';

interface Opened extends OutboundServer {
  readonly id: string;
  /** The rows of the list, as they are stored. */
  rows(): readonly { kind: string; value: string; expiresAt: number | null }[];
  size(): Promise<number>;
  /** Whether somebody may not be written to now. */
  isExcluded(channel: 'sms' | 'whatsapp' | 'email', address: string): boolean;
}

async function opened(list: object = {}, seed = OUTBOUND_SEED): Promise<Opened> {
  const outbound = await openOutboundServer({ seed });
  const { ask, local } = outbound;
  const body = { name: 'Never', dncSourceType: 'rds', contactMethod: 'Any', ...list };
  const { id } = (await ask('POST', '/dnclists', body)).body;
  const { dncLists } = local.platform.outbound;
  const found = () => {
    const one = dncLists.one(id);
    if (one === undefined) throw new Error('the list is there');
    return one;
  };
  return {
    ...outbound,
    id,
    rows: () =>
      local.database.sqlite
        .prepare('select kind, value, expires_at as expiresAt from dnc_entry order by kind, value')
        .all() as never,
    size: async () => (await ask('GET', `/dnclists/${id}?includeSize=true`)).body.size,
    isExcluded: (channel, address) =>
      dncLists.excludes(found(), { channel, address }, NOBODY, local.clock.now()),
  };
}

const refused = (code: string, fieldName?: string) => ({
  status: 400,
  body: { code, ...(fieldName === undefined ? {} : { details: [{ fieldName }] }) },
});

describe('entries of do-not-contact lists', () => {
  it('C11 are numbers, phone IDs and addresses in one form, each once', async () => {
    const { ask, id, rows, size } = await opened();
    const path = `/dnclists/${id}`;
    const posted = await ask('POST', `${path}/phonenumbers`, [
      '+1 (317) 555-0123',
      '+13175550123',
      '+49.151/123-4567',
    ]);
    expect(posted).toEqual({ status: 204, body: undefined });
    await ask('POST', `${path}/emailaddresses`, [' Ann@Example.com ', 'ann@example.com']);
    await ask('PATCH', `${path}/whatsappnumbers`, {
      action: 'Add',
      whatsAppNumbers: ['13175550123', '+13175550124'],
    });
    expect(rows().map(({ kind, value }) => [kind, value])).toEqual([
      ['email', 'ann@example.com'],
      ['phone', '13175550123'],
      ['phone', '491511234567'],
      ['whatsapp', '13175550123'],
      ['whatsapp', '13175550124'],
    ]);
    expect(await size()).toBe(5);
    const removal = { action: 'Remove', phoneNumbers: ['+1 317 555 0123', '+999999999'] };
    expect((await ask('PATCH', `${path}/phonenumbers`, removal)).status).toBe(204);
    expect(await size()).toBe(4);
  });

  it('C11 are national numbers only where the organization has a country', async () => {
    const abroad = await opened();
    const number = ['+13175550123', '317-153-4777'];
    expect(await abroad.ask('POST', `/dnclists/${abroad.id}/phonenumbers`, number)).toMatchObject(
      refused('attendant.address.not.e164', '1'),
    );
    expect(abroad.rows()).toEqual([]);
    const { ask, id, rows, isExcluded } = await opened({}, US_SEED);
    expect((await ask('POST', `/dnclists/${id}/phonenumbers`, ['317-153-4777', '13171534778'])).status).toBe(
      204,
    );
    expect(rows().map(({ value }) => value)).toEqual(['13171534777', '13171534778']);
    expect(isExcluded('sms', '(317) 153-4777')).toBe(true);
    expect(isExcluded('sms', '+13171534778')).toBe(true);
  });

  it('C11 are refused by their place, never repeated, and then none is stored', async () => {
    const { ask, id, rows } = await opened();
    const path = `/dnclists/${id}`;
    const cases: readonly [string, Json, string, string][] = [
      ['phonenumbers', ['+13175550123', '+1317555'.padEnd(20, '9')], 'attendant.address.not.e164', '1'],
      ['phonenumbers', ['tel:+13175550123'], 'attendant.address.not.e164', '0'],
      ['phonenumbers', ['+13175550123 ext 7'], 'attendant.address.not.e164', '0'],
      ['phonenumbers', [''], 'attendant.address.not.e164', '0'],
      ['phonenumbers', [7], 'constraint.validation', '0'],
      ['phonenumbers', [null], 'constraint.validation', '0'],
      ['emailaddresses', ['ann@example.com', 'secret-nobody'], 'attendant.address.not.email', '1'],
    ];
    for (const [name, body, code, field] of cases) {
      const answer = await ask('POST', `${path}/${name}`, body);
      expect(answer, JSON.stringify(body)).toMatchObject(refused(code, field));
      expect(JSON.stringify(answer.body)).not.toMatch(/secret-nobody|3175550123/);
    }
    const whatsApp = { action: 'Add', whatsAppNumbers: ['13175550123', '0317'] };
    expect(await ask('PATCH', `${path}/whatsappnumbers`, whatsApp)).toMatchObject(
      refused('attendant.address.not.phone.id', 'whatsAppNumbers.1'),
    );
    expect(await ask('POST', `${path}/phonenumbers`, { phoneNumbers: [] })).toMatchObject({ status: 400 });
    expect(await ask('PATCH', `${path}/phonenumbers`, { action: 'Add' })).toMatchObject(
      refused('constraint.validation', 'phoneNumbers'),
    );
    expect(await ask('PATCH', `${path}/phonenumbers`, { action: 'Clear', phoneNumbers: [] })).toMatchObject(
      refused('constraint.validation', 'action'),
    );
    expect(rows()).toEqual([]);
  });

  it('C4 are of the kinds that the list takes', async () => {
    const phone = await opened({ contactMethod: 'Phone' });
    expect(await phone.ask('POST', `/dnclists/${phone.id}/emailaddresses`, ['a@example.com'])).toMatchObject(
      refused('attendant.dnc.contact.method'),
    );
    expect(
      await phone.ask('PATCH', `/dnclists/${phone.id}/customexclusioncolumns`, {
        action: 'Add',
        customExclusionColumnEntries: ['x'],
      }),
    ).toMatchObject(refused('dnc.source.operation.not.supported'));
    expect((await phone.ask('DELETE', `/dnclists/${phone.id}/emailaddresses`)).status).toBe(204);
    const custom = await opened({ dncSourceType: 'rds_custom', customExclusionColumn: 'Id' });
    expect(await custom.ask('POST', `/dnclists/${custom.id}/phonenumbers`, ['+13175550123'])).toMatchObject(
      refused('dnc.source.operation.not.supported'),
    );
    for (const method of ['POST', 'DELETE'] as const)
      expect(
        await phone.ask(method, '/dnclists/nowhere/phonenumbers', method === 'POST' ? [] : undefined),
      ).toMatchObject({
        status: 404,
        body: { code: 'dnc.list.not.found' },
      });
  });

  it('C11 last until they expire, the longer-lived of two', async () => {
    const { ask, id, local, rows, isExcluded, size } = await opened();
    const path = `/dnclists/${id}/phonenumbers`;
    const inHours = (hours: number) =>
      `${new Date(local.clock.now() + hours * HOUR).toISOString().slice(0, 16)}Z`;
    const [short, long] = [inHours(1), inHours(30)];
    await ask('POST', `${path}?expirationDateTime=${short}`, ['+13175550123', '+13175550124']);
    await ask('PATCH', path, { action: 'Add', phoneNumbers: ['+13175550123'], expirationDateTime: long });
    await ask('POST', path, ['+13175550125']);
    await ask('POST', `${path}?expirationDateTime=${short}`, ['+13175550123', '+13175550125']);
    expect(rows().map(({ expiresAt }) => expiresAt)).toEqual([Date.parse(long), Date.parse(short), null]);
    expect(isExcluded('sms', '+13175550124')).toBe(true);
    local.clock.advance(HOUR);
    expect(isExcluded('sms', '+13175550124')).toBe(false);
    local.clock.advance(1);
    expect(isExcluded('sms', '+13175550124')).toBe(false);
    expect(isExcluded('sms', '+13175550123')).toBe(true);
    expect(await size()).toBe(3);
    expect((await ask('DELETE', `${path}?expiredOnly=true`)).status).toBe(204);
    expect(rows().map(({ value }) => value)).toEqual(['13175550123', '13175550125']);
    expect((await ask('DELETE', path)).status).toBe(204);
    expect(await size()).toBe(0);
  });

  it('C11 expire at a time of UTC, at most 180 days ahead', async () => {
    const { ask, id, local, rows } = await opened();
    const path = `/dnclists/${id}/phonenumbers`;
    const now = local.clock.now();
    const iso = (time: number) => new Date(time).toISOString();
    const wrong = [
      'tomorrow',
      '2026-02-31T00:00Z',
      '2026-05-20',
      '2026-05-20T01:44+01:00',
      iso(now + 181 * DAY),
    ];
    for (const text of wrong)
      expect(
        await ask('PATCH', path, { phoneNumbers: ['+13175550123'], expirationDateTime: text }),
      ).toMatchObject(refused('invalid.date.value', 'expirationDateTime'));
    expect(await ask('POST', `${path}?expirationDateTime=never`, ['+13175550123'])).toMatchObject(
      refused('invalid.date.value', 'expirationDateTime'),
    );
    expect(rows()).toEqual([]);
    await ask('PATCH', path, { phoneNumbers: ['+13175550123'], expirationDateTime: iso(now - DAY) });
    expect(rows()).toHaveLength(1);
  });

  it('C4 are counted when thousands come and go at once', async () => {
    const { ask, id, size } = await opened();
    const path = `/dnclists/${id}/phonenumbers`;
    const numbers = Array.from({ length: 11_111 }, (_, index) => `+${13_000_000_000 + index}`);
    expect((await ask('POST', path, numbers)).status).toBe(204);
    expect((await ask('POST', path, [...numbers.slice(0, 100), '+4915112345678'])).status).toBe(204);
    expect(await size()).toBe(11_112);
    const removal = { action: 'Remove', phoneNumbers: [...numbers.slice(0, 6000), ...numbers.slice(0, 10)] };
    await ask('PATCH', path, removal);
    expect(await size()).toBe(5112);
    await ask('DELETE', path);
    expect(await size()).toBe(0);
  });

  it('C4 are as many as Genesys Cloud lets be, duplicates not counted', async () => {
    const { ask, id, local } = await opened();
    const path = `/dnclists/${id}/phonenumbers`;
    await ask('POST', path, ['+13175550123']);
    const { sqlite } = local.database;
    sqlite.exec(`update dnc_list set entry_count = 1000000 where id = '${id}'`);
    expect((await ask('POST', path, ['+13175550123'])).status).toBe(204);
    expect(await ask('POST', path, ['+13175550124'])).toMatchObject(
      refused('dnc.records.per.list.limit.exceeded'),
    );
    const other = (await ask('POST', '/dnclists', { name: 'Other', dncSourceType: 'rds' })).body.id;
    sqlite.exec(`update dnc_list set entry_count = 2000000 where id = '${id}'`);
    expect(await ask('POST', `/dnclists/${other}/phonenumbers`, ['+13175550124'])).toMatchObject(
      refused('dnc.records.per.organization.limit.exceeded'),
    );
  });
});

describe('who is excluded', () => {
  it('C11 is the same number by SMS and by WhatsApp, and no other', async () => {
    const { ask, id, isExcluded } = await opened();
    await ask('POST', `/dnclists/${id}/phonenumbers`, ['+13175550123']);
    await ask('PATCH', `/dnclists/${id}/whatsappnumbers`, { whatsAppNumbers: ['13175550124'] });
    await ask('POST', `/dnclists/${id}/emailaddresses`, ['Ann@Example.com']);
    for (const number of ['13175550123', '13175550124']) {
      expect(isExcluded('whatsapp', number)).toBe(true);
      expect(isExcluded('sms', `+${number}`)).toBe(true);
      expect(isExcluded('sms', number)).toBe(true);
      expect(isExcluded('email', number)).toBe(false);
    }
    expect(isExcluded('email', 'ANN@example.COM')).toBe(true);
    expect(isExcluded('email', 'bob@example.com')).toBe(false);
    expect(isExcluded('sms', '+13175550125')).toBe(false);
    expect(isExcluded('sms', '')).toBe(false);
  });

  it('C11 is who has a value of a custom list in the column, spaces aside', async () => {
    const { ask, id, local } = await opened({
      dncSourceType: 'rds_custom',
      customExclusionColumn: 'Account',
    });
    await ask('PATCH', `/dnclists/${id}/customexclusioncolumns`, {
      action: 'Add',
      customExclusionColumnEntries: [' A-17 ', '__proto__'],
    });
    const { dncLists } = local.platform.outbound;
    const list = dncLists.one(id);
    if (list === undefined) throw new Error('the list is there');
    const excludes = (row: { readonly [name: string]: string }) =>
      dncLists.excludes(
        list,
        { channel: 'sms', address: '+13175550123' },
        (name) => (Object.hasOwn(row, name) ? (row[name] ?? '') : ''),
        local.clock.now(),
      );
    expect(excludes({ Account: 'A-17' })).toBe(true);
    expect(excludes({ Account: 'A-17 ' })).toBe(true);
    expect(excludes({ Account: 'a-17' })).toBe(false);
    expect(excludes({ Account: '' })).toBe(false);
    expect(excludes({ Other: 'A-17' })).toBe(false);
  });
});

describe('the customer of a conversation', () => {
  it('C11 goes on every internal list for the way they were reached', async () => {
    const sender = TEST_SEED.oauthClients[0];
    if (sender === undefined) throw new Error('the seed has a client');
    const seed = { ...OUTBOUND_SEED, oauthClients: [...OUTBOUND_SEED.oauthClients, sender] };
    const { ask, id, local, rows } = await opened({ contactMethod: 'WhatsApp' }, seed);
    const any = (await ask('POST', '/dnclists', { name: 'Any', dncSourceType: 'rds', contactMethod: 'Any' }))
      .body.id;
    await ask('POST', '/dnclists', { name: 'Phone', dncSourceType: 'rds', contactMethod: 'Phone' });
    const { conversationId } = (await local.send(PLAIN_MESSAGE)).json<{ conversationId: string }>();
    expect(await ask('POST', `/conversations/${conversationId}/dnc`)).toEqual({
      status: 204,
      body: undefined,
    });
    expect(rows()).toEqual(Array(2).fill({ kind: 'whatsapp', value: CUSTOMER, expiresAt: null }));
    const sizes = await Promise.all([id, any].map((one) => ask('GET', `/dnclists/${one}?includeSize=true`)));
    expect(sizes.map(({ body }) => body.size)).toEqual([1, 1]);
    expect((await ask('POST', `/conversations/${conversationId}/dnc`)).status).toBe(204);
    await ask('DELETE', `/dnclists/${id}`);
    await ask('DELETE', `/dnclists/${any}`);
    expect(await ask('POST', `/conversations/${conversationId}/dnc`)).toMatchObject({
      status: 404,
      body: { code: 'dnc.list.not.found' },
    });
    expect(await ask('POST', '/conversations/nowhere/dnc')).toMatchObject({
      status: 404,
      body: { code: 'conversation.error.conversation.not.found' },
    });
  });
});
