import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newFolder } from '../files/folder.ts';
import { openDomainServer, SALES } from './domain-server.ts';

const MAIL = { to: [{ email: 'a@b.example' }], from: { email: 'c@d.example' }, textBody: 'x' };
const OTHERS = ['a.example.com', 'b.example.com', 'c.example.org'];

describe('outbound domains', () => {
  it('M9 are listed in pages, by name, and by a part of the name', async () => {
    const local = await openDomainServer();
    for (const name of [...OTHERS].reverse()) await local.add(name);
    const list = async (query: string) => (await local.ask('GET', query)).json();
    expect(await list('?pageSize=2')).toMatchObject({
      total: 3,
      pageCount: 2,
      entities: [{ id: OTHERS[0] }, { id: OTHERS[1] }],
    });
    expect((await list('?pageSize=2&pageNumber=2')).entities).toMatchObject([{ id: OTHERS[2] }]);
    expect((await list('?pageSize=2&pageNumber=3')).entities).toEqual([]);
    expect(await list('?filter=EXAMPLE.ORG')).toMatchObject({ total: 1, entities: [{ id: OTHERS[2] }] });
    expect(await list('?filter=%25')).toMatchObject({ total: 0, entities: [] });
    expect((await local.ask('GET', '?pageSize=0')).statusCode).toBe(400);
  });

  it('keep what was changed of them, and nothing of what was refused', async () => {
    const local = await openDomainServer();
    await local.add(SALES);
    const changed = await local.ask('PATCH', `/${SALES}`, { senderType: 'EmailSmtpDomain' });
    expect(changed.json()).toMatchObject({ id: SALES, senderType: 'EmailSmtpDomain' });
    const refused = await local.ask('PATCH', `/${SALES}`, { senderType: 'Pigeon' });
    expect(refused.json()).toMatchObject({ status: 400, details: [{ fieldName: 'senderType' }] });
    expect((await local.ask('GET', `/${SALES}`)).json()).toMatchObject({ senderType: 'EmailSmtpDomain' });
    expect((await local.ask('PATCH', '/gone.example.com', { senderType: 'EmailDomain' })).statusCode).toBe(
      404,
    );
  });

  it('have no SMTP server of their own to connect to, and those that are not there not even that', async () => {
    const local = await openDomainServer();
    await local.add(SALES);
    expect((await local.ask('POST', `/${SALES}/testconnection`, MAIL)).json()).toMatchObject({
      code: 'attendant.domain.no.smtp.server',
    });
    expect((await local.ask('POST', '/gone.example.com/testconnection', MAIL)).statusCode).toBe(404);
  });

  it('M4 are the same after a restart, with the key that was published', async () => {
    const file = join(newFolder(), 'attendant.db');
    const first = await openDomainServer({ file });
    await first.add(SALES);
    const before = (await first.ask('GET', `/${SALES}`)).json();
    await first.close();
    const second = await openDomainServer({ file });
    expect((await second.ask('GET', `/${SALES}`)).json()).toEqual(before);
  });

  it('are gone once they were deleted, and may be made anew', async () => {
    const local = await openDomainServer();
    await local.add(SALES);
    expect((await local.ask('DELETE', `/${SALES}`)).statusCode).toBe(204);
    expect((await local.ask('GET', `/${SALES}`)).statusCode).toBe(404);
    expect((await local.ask('DELETE', `/${SALES}`)).statusCode).toBe(404);
    expect((await local.add(SALES)).statusCode).toBe(202);
  });

  it('M4 leave room before their name for the DKIM record', async () => {
    const local = await openDomainServer();
    const made = (await local.add('x.example.com')).json().dnsTxtSendingRecord.host as string;
    const room = 253 - (made.length - 'x.example.com'.length);
    const nameOf = (length: number) => {
      const root = '.example.com';
      const text = `${'a'.repeat(60)}.`.repeat(5).slice(0, length - root.length);
      return `${text.replace(/\.$/, 'a')}${root}`;
    };
    expect((await local.add(nameOf(room))).statusCode).toBe(202);
    expect((await local.add(nameOf(room + 1))).json()).toMatchObject({
      code: 'attendant.domain.name.invalid',
      details: [{ fieldName: 'id' }],
    });
  });
});
