import { describe, expect, it } from 'vitest';
import { tableDns } from './domain-server.ts';
import { openInboundServer, SUPPORT } from './inbound-server.ts';

const ROUTES = `/${SUPPORT}/routes`;
const QUEUED = { pattern: 'help', fromName: 'Help desk', queue: { id: 'support' } };

async function withDomain() {
  const local = await openInboundServer();
  expect((await local.ask('POST', '', { id: SUPPORT })).statusCode).toBe(200);
  return local;
}

describe('inbound domains', () => {
  it('E11 need routing:email:manage; reading takes routing:email:view as well', async () => {
    const local = await withDomain();
    const route = (await local.ask('POST', ROUTES, QUEUED)).json().id;
    for (const [method, path, body] of [
      ['GET', ''],
      ['POST', '', { id: 'a.example.com' }],
      ['PATCH', `/${SUPPORT}`, {}],
      ['DELETE', `/${SUPPORT}`],
      ['PATCH', `/${SUPPORT}/validate`, {}],
      ['GET', `/${SUPPORT}/verification`],
      ['POST', `/${SUPPORT}/verification`],
      ['GET', `/${SUPPORT}/dkim`],
      ['GET', `/${SUPPORT}/mailfrom`],
      ['POST', `/${SUPPORT}/testconnection`],
      ['POST', ROUTES, QUEUED],
      ['PUT', `${ROUTES}/${route}`, QUEUED],
      ['DELETE', `${ROUTES}/${route}`],
    ] as const) {
      const refused = await local.ask(method, path, body, 'viewer');
      expect([refused.statusCode, refused.json().code], `${method} ${path}`).toEqual([
        403,
        'missing.permissions',
      ]);
    }
    for (const path of [`/${SUPPORT}`, ROUTES, `${ROUTES}/${route}`]) {
      expect((await local.ask('GET', path, undefined, 'viewer')).statusCode, path).toBe(200);
      const nobody = await local.ask('GET', path, undefined, 'nobody');
      expect(nobody.json(), path).toMatchObject({ status: 403, code: 'missing.any.permissions' });
    }
  });

  it('M3 differ from outbound domains, and the other way round', async () => {
    const local = await openInboundServer({
      seed: {
        outboundDomains: [{ name: 'sales.example.com' }],
        inboundDomains: [{ name: SUPPORT, routes: [] }],
      },
    });
    const refused = await local.ask('POST', '', { id: 'Sales.example.com.' });
    expect(refused.json()).toMatchObject({ status: 400, code: 'attendant.domain.outbound' });
    const outbound = await local.inject({
      method: 'POST',
      url: '/api/v2/routing/email/outbound/domains',
      headers: { ...(await local.login('postmaster')), 'content-type': 'application/json' },
      payload: JSON.stringify({ id: SUPPORT, name: 'Support' }),
    });
    expect(outbound.json()).toMatchObject({ status: 400, code: 'attendant.domain.inbound' });
  });

  it('E11 are created once, read by name in any spelling, listed by page and filter, and deleted with their routes', async () => {
    const local = await withDomain();
    for (const id of [SUPPORT, 'SUPPORT.example.com.'])
      expect((await local.ask('POST', '', { id })).json()).toMatchObject({
        status: 400,
        code: 'postino.domain.exists',
      });
    await local.ask('POST', '', { id: 'bücher.example', subDomain: true });
    expect((await local.ask('GET', '/Support.Example.com')).json()).toMatchObject({
      id: SUPPORT,
      subDomain: false,
    });
    expect((await local.ask('GET', '?pageSize=1&pageNumber=2')).json()).toMatchObject({
      entities: [{ id: 'xn--bcher-kva.example', subDomain: true, mxRecordStatus: 'VALID' }],
      total: 2,
      pageCount: 2,
    });
    expect((await local.ask('GET', '?filter=SUPP')).json().entities).toMatchObject([{ id: SUPPORT }]);
    const route = (await local.ask('POST', ROUTES, QUEUED)).json().id;
    expect((await local.ask('DELETE', `/${SUPPORT}`)).statusCode).toBe(200);
    for (const path of [`/${SUPPORT}`, ROUTES, `${ROUTES}/${route}`])
      expect((await local.ask('GET', path)).json()).toMatchObject({
        status: 404,
        code: 'postino.error.not.found',
      });
  });

  it.each([
    ['', 'constraint.validation'],
    ['two words.example', 'postino.invalid.domain.name'],
    ['a..example', 'postino.invalid.domain.name'],
    ['127.0.0.1', 'postino.invalid.domain.name'],
    [`${'a'.repeat(64)}.example`, 'postino.invalid.domain.name'],
    ['nul\u0000.example', 'constraint.validation'],
    [null, 'constraint.validation'],
    [['a.example'], 'constraint.validation'],
  ])('E11 refuses %j as the name of a domain and blames id', async (id, code) => {
    const local = await openInboundServer();
    const refused = (await local.ask('POST', '', { id })).json();
    expect(refused).toMatchObject({ status: 400, code, details: [{ fieldName: 'id' }] });
  });

  it('E11 say whether an MX record is published, when they are made and when they are verified again', async () => {
    const dns = tableDns();
    const local = await openInboundServer({ dns });
    expect((await local.ask('POST', '', { id: SUPPORT })).json().mxRecordStatus).toBe('INVALID');
    expect((await local.ask('GET', `/${SUPPORT}/verification`)).json()).toMatchObject({
      status: 'FAILED',
      records: [{ name: SUPPORT, type: 'MX' }],
    });
    dns.table.set(`${SUPPORT} MX`, ['10 mail.example.com']);
    expect((await local.ask('POST', `/${SUPPORT}/verification`)).json()).toEqual({
      status: 'VERIFIED',
      records: [],
    });
    expect((await local.ask('PATCH', `/${SUPPORT}/validate`, {})).json().mxRecordStatus).toBe('VALID');
    dns.table.set(`${SUPPORT} MX`, { kind: 'failed', reason: 'silence' });
    expect((await local.ask('PATCH', `/${SUPPORT}/validate`)).json().mxRecordStatus).toBe('NOT_AVAILABLE');
  });

  it('E11 are changed in what is given, and keep the rest', async () => {
    const local = await withDomain();
    await local.ask('POST', `/${SUPPORT}/mailfrom`, { mailFromDomain: 'bounce.example.com' });
    const changed = await local.ask('PATCH', `/${SUPPORT}`, { emailSetting: { id: 'setting-1' } });
    expect(changed.json()).toMatchObject({
      emailSetting: { id: 'setting-1', name: 'setting-1' },
      mailFromSettings: { mailFromDomain: 'bounce.example.com' },
    });
  });

  it('E11 keep the domain that bounces of replies come back to', async () => {
    const local = await withDomain();
    const put = await local.ask('POST', `/${SUPPORT}/mailfrom`, { mailFromDomain: 'Bounce.example.com' });
    expect(put.json()).toMatchObject({ mailFromDomain: 'bounce.example.com' });
    expect((await local.ask('GET', `/${SUPPORT}`)).json().mailFromSettings.mailFromDomain).toBe(
      'bounce.example.com',
    );
    const refused = await local.ask('POST', `/${SUPPORT}/mailfrom`, { mailFromDomain: 'no domain' });
    expect(refused.json()).toMatchObject({ status: 400, details: [{ fieldName: 'mailFromDomain' }] });
  });
});

describe('routes of inbound domains', () => {
  it('E11 name a mailbox, its queue or flow, and from whom replies come', async () => {
    const local = await withDomain();
    const given = {
      pattern: 'Sales.Team',
      fromName: 'Sales',
      flow: { id: 'mail-flow' },
      priority: 3,
      skills: [{ id: 'skill-1', name: 'German' }],
      autoBcc: [{ email: 'archive@example.com', name: 'Archive' }],
      fromEmail: 'sales@example.com',
      historyInclusion: 'Include',
      unknownField: 1,
    };
    const created = (await local.ask('POST', ROUTES, given)).json();
    const { pattern: _pattern, flow: _flow, unknownField: _unknown, ...kept } = given;
    expect(created).toMatchObject({
      ...kept,
      pattern: 'sales.team',
      flow: { id: 'mail-flow' },
      status: 'Active',
    });
    expect(created).not.toHaveProperty('unknownField');
    expect((await local.ask('GET', `${ROUTES}/${created.id}`)).json()).toEqual(created);

    const replaced = (await local.ask('PUT', `${ROUTES}/${created.id}`, QUEUED)).json();
    expect(replaced).toMatchObject({
      id: created.id,
      pattern: 'help',
      queue: { id: 'support', name: 'Support' },
    });
    expect(replaced).not.toHaveProperty('flow');
    expect(replaced).not.toHaveProperty('priority');
    await local.ask('POST', ROUTES, { ...QUEUED, pattern: '*' });
    expect((await local.ask('GET', `${ROUTES}?pattern=HEL`)).json()).toMatchObject({
      total: 1,
      entities: [{ id: created.id }],
    });
    expect((await local.ask('GET', `${ROUTES}?pageSize=1&pageNumber=2`)).json().entities).toMatchObject([
      { pattern: 'help' },
    ]);
    expect((await local.ask('DELETE', `${ROUTES}/${created.id}`)).statusCode).toBe(200);
    expect((await local.ask('DELETE', `${ROUTES}/${created.id}`)).statusCode).toBe(404);
  });

  it('E11 are not found under another domain', async () => {
    const local = await withDomain();
    await local.ask('POST', '', { id: 'other.example.com' });
    const { id } = (await local.ask('POST', ROUTES, QUEUED)).json();
    expect((await local.ask('GET', `/other.example.com/routes/${id}`)).statusCode).toBe(404);
    expect((await local.ask('PUT', `/other.example.com/routes/${id}`, QUEUED)).statusCode).toBe(404);
  });

  it('E11 of one mailbox there is one', async () => {
    const local = await withDomain();
    const { id } = (await local.ask('POST', ROUTES, QUEUED)).json();
    const other = (await local.ask('POST', ROUTES, { ...QUEUED, pattern: 'other' })).json();
    const exists = { status: 400, code: 'postino.route.pattern.exists', details: [{ fieldName: 'pattern' }] };
    expect((await local.ask('POST', ROUTES, { ...QUEUED, pattern: 'HELP' })).json()).toMatchObject(exists);
    expect((await local.ask('PUT', `${ROUTES}/${other.id}`, QUEUED)).json()).toMatchObject(exists);
    expect((await local.ask('PUT', `${ROUTES}/${id}`, QUEUED)).statusCode).toBe(200);
  });

  it.each([
    [{ pattern: undefined }, 'constraint.validation', 'pattern'],
    [{ fromName: undefined }, 'constraint.validation', 'fromName'],
    [{ fromName: 'a\r\nBcc: x' }, 'constraint.validation', 'fromName'],
    [{ pattern: 'two words' }, 'postino.error.bad.address', 'pattern'],
    [{ pattern: 'a@b' }, 'postino.error.bad.address', 'pattern'],
    [{ pattern: 'a'.repeat(65) }, 'postino.error.bad.address', 'pattern'],
    [{ pattern: '\ud800' }, 'constraint.validation', 'pattern'],
    [{ queue: undefined }, 'postino.error.queue.required', 'queue'],
    [{ flow: { id: 'mail-flow' } }, 'postino.invalid.route', 'queue'],
    [{ queue: { id: 'nowhere' } }, 'postino.invalid.route', 'queue.id'],
    [{ queue: undefined, flow: { id: 'nowhere' } }, 'bad.flow.id', 'flow.id'],
    [{ queue: undefined, flow: { id: 'chat-flow' } }, 'bad.flow.id', 'flow.id'],
    [{ fromEmail: 'nobody' }, 'postino.error.bad.address', 'fromEmail'],
    [
      { autoBcc: [{ email: 'ok@example.com' }, { email: 'x' }] },
      'postino.error.bad.address',
      'autoBcc.1.email',
    ],
    [
      { replyEmailAddress: { domain: { id: SUPPORT } } },
      'reply.route.id.required',
      'replyEmailAddress.route.id',
    ],
    [{ priority: 2 ** 31 }, 'constraint.validation', 'priority'],
    [{ skills: {} }, 'constraint.validation', 'skills'],
    [{ historyInclusion: 'Sometimes' }, 'constraint.validation', 'historyInclusion'],
  ])('E11 refuses a route with %j', async (wrong, code, fieldName) => {
    const local = await withDomain();
    const refused = (await local.ask('POST', ROUTES, { ...QUEUED, ...wrong })).json();
    expect(refused).toMatchObject({ status: 400, code, details: [{ fieldName }] });
  });
});
