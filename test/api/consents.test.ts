import { describe, expect, it } from 'vitest';
import { openLocalServer } from './local-server.ts';

const URL = '/attendant/consents/whatsapp/4915112345678';
const GRANT = { method: 'ivr', businessName: 'Ärzte & Söhne 👋🏽', evidence: 'call c-1\n👋' };

describe('the consent register', () => {
  it('W5 keeps who, when, how and for which business, and every change', async () => {
    const local = await openLocalServer();
    const granted = await local.inject({ method: 'PUT', url: URL, payload: GRANT });
    expect(granted.statusCode).toBe(200);
    const at = '2026-01-15T12:00:00.000Z';
    expect(granted.json()).toEqual({
      channel: 'whatsapp',
      address: '4915112345678',
      status: 'granted',
      ...GRANT,
      grantedAt: at,
      withdrawnAt: null,
      history: [{ at, kind: 'granted', ...GRANT }],
    });
    local.clock.advance(60_000);
    const withdrawn = await local.inject({ method: 'DELETE', url: URL });
    expect(withdrawn.json()).toMatchObject({
      status: 'withdrawn',
      grantedAt: at,
      withdrawnAt: '2026-01-15T12:01:00.000Z',
    });
    local.clock.advance(60_000);
    const again = await local.inject({ method: 'PUT', url: URL, payload: GRANT });
    expect(again.json()).toMatchObject({
      status: 'granted',
      grantedAt: '2026-01-15T12:02:00.000Z',
      withdrawnAt: null,
    });
    const kinds = again.json().history.map((event: { kind: string }) => event.kind);
    expect(kinds).toEqual(['granted', 'withdrawn', 'granted']);
    expect((await local.inject({ method: 'GET', url: URL })).json()).toEqual(again.json());
  });

  it('W5 keeps how a withdrawal came, and is searched by channel, status and part of an address', async () => {
    const local = await openLocalServer();
    await local.inject({ method: 'PUT', url: URL, payload: GRANT });
    const how = { method: 'letter', evidence: 'Bob, letter of May 4th' };
    const withdrawn = await local.inject({ method: 'DELETE', url: URL, payload: how });
    expect(withdrawn.json().history[1]).toMatchObject({ kind: 'withdrawn', ...how });
    const wrong = await local.inject({ method: 'DELETE', url: URL, payload: { method: 'a\nb' } });
    expect(wrong.json()).toMatchObject({ status: 400, details: [{ fieldName: 'method' }] });
    const found = async (query: string) => {
      const answer = await local.inject({ url: `/attendant/consents?${query}` });
      return answer.json().entities.map(({ address }: { address: string }) => address);
    };
    expect(await found('status=withdrawn')).toEqual(['4915112345678']);
    expect(await found('text=5112345&channel=whatsapp')).toEqual(['4915112345678']);
    expect(await found('text=%25')).toEqual([]);
    expect(await found('status=granted&text=4915')).toEqual([]);
  });

  it('W5 takes the same grant again as the same grant, and another as a new one', async () => {
    const local = await openLocalServer();
    const first = await local.inject({ method: 'PUT', url: URL, payload: GRANT });
    local.clock.advance(1000);
    expect((await local.inject({ method: 'PUT', url: URL, payload: GRANT })).json()).toEqual(first.json());
    const other = await local.inject({ method: 'PUT', url: URL, payload: { ...GRANT, method: 'web form' } });
    expect(other.json().history).toHaveLength(2);
    await local.inject({ method: 'DELETE', url: URL });
    expect((await local.inject({ method: 'DELETE', url: URL })).json().history).toHaveLength(3);
  });

  it('W5 takes an E.164 number in the path for its phone ID', async () => {
    const local = await openLocalServer();
    await local.inject({ method: 'PUT', url: '/attendant/consents/whatsapp/+4915112345678', payload: GRANT });
    await local.inject({
      method: 'PUT',
      url: '/attendant/consents/whatsapp/%2B4915112345678',
      payload: GRANT,
    });
    expect((await local.inject({ method: 'GET', url: URL })).json()).toMatchObject({
      address: '4915112345678',
      history: [{}],
    });
  });

  it('W5 lists what is on record, newest first', async () => {
    const local = await openLocalServer();
    local.clock.advance(1000);
    await local.inject({ method: 'PUT', url: URL, payload: GRANT });
    const list = await local.inject({ method: 'GET', url: '/attendant/consents?limit=10&channel=whatsapp' });
    expect(list.json().entities).toMatchObject([{ address: '4915112345678' }, { address: '13175550123' }]);
    expect((await local.inject({ method: 'GET', url: '/attendant/consents?channel=fax' })).json()).toEqual({
      entities: [],
    });
  });

  it.each([
    ['/attendant/consents/fax/4915112345678', GRANT, 404, 'attendant.consent.not.found'],
    ['/attendant/consents/whatsapp/ann', GRANT, 400, 'attendant.address.not.phone.id'],
    [URL, undefined, 400, 'bad.request'],
    [URL, { businessName: 'B' }, 400, 'constraint.validation'],
    [URL, { method: 'ivr' }, 400, 'constraint.validation'],
    [URL, { ...GRANT, method: '' }, 400, 'constraint.validation'],
    [URL, { ...GRANT, method: 'a\nb' }, 400, 'constraint.validation'],
    [URL, { ...GRANT, businessName: ' ' }, 400, 'constraint.validation'],
    [URL, { ...GRANT, evidence: 'x'.repeat(2001) }, 400, 'constraint.validation'],
    [URL, { ...GRANT, evidence: '\ud800' }, 400, 'constraint.validation'],
    [URL, { ...GRANT, evidence: 'a\0' }, 400, 'constraint.validation'],
    [URL, { ...GRANT, businessName: '\udfff' }, 400, 'constraint.validation'],
    [URL, { ...GRANT, buisnessName: 'B' }, 400, 'constraint.validation'],
  ])('W5 refuses PUT %s %j', async (url, payload, status, code) => {
    const local = await openLocalServer();
    const answer = await local.inject({ method: 'PUT', url, ...(payload === undefined ? {} : { payload }) });
    expect(answer.json()).toMatchObject({ status, code });
    expect(answer.body).not.toContain('4915112345678');
  });

  it('W5 says 404 where nothing is on record', async () => {
    const local = await openLocalServer();
    for (const method of ['GET', 'DELETE'] as const) {
      expect((await local.inject({ method, url: URL })).json()).toMatchObject({
        status: 404,
        code: 'attendant.consent.not.found',
      });
    }
  });
});
