import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/authoring/json.ts';
import { checkPlatformSeed } from '../../src/platform/check-platform-seed.ts';
import { openPlatform } from '../../src/platform/platform.ts';
import { openLocalServer, TEST_SEED } from '../api/local-server.ts';

const SEED = structuredClone(TEST_SEED) as unknown as { [key: string]: Json };
const CLIENT = { id: 'a', name: 'A', permissions: [] };
const TEMPLATE = { id: 't', name: 't', language: 'en', status: 'approved', body: 'Hi.' };

function faultsOf(change: { readonly [key: string]: Json }): readonly { code: string; pointer: string }[] {
  const checked = checkPlatformSeed({ ...SEED, ...change }, 'x.platform.json');
  return checked.ok ? [] : checked.diagnostics.map(({ code, pointer }) => ({ code, pointer }));
}

/** E-mail through an SMTP server. */
function dnc(list: object) {
  return { id: 'never', name: 'Never', ...list };
}

function smtp(more: object) {
  return { carriers: { email: { smtp: { host: 'smtp.example.com', port: 587, ...more } } } };
}

describe('the seed file', () => {
  it('that is shipped has no fault, and its client works on this machine only', () => {
    const text = readFileSync(new URL('../../flows/local.platform.json', import.meta.url), 'utf8');
    const checked = checkPlatformSeed(JSON.parse(text) as Json, 'local.platform.json');
    expect(checked).toMatchObject({
      ok: true,
      seed: { oauthClients: [{ id: 'attendant-local', localOnly: true }] },
    });
  });

  it('has no fault as docs/access.md shows its parts', () => {
    const page = readFileSync(new URL('../../docs/access.md', import.meta.url), 'utf8');
    const parts = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = '']) => JSON.parse(text));
    expect(parts).toHaveLength(2);
    for (const part of parts) expect(faultsOf(part)).toEqual([]);
  });

  it.each<[string, { readonly [key: string]: Json }, string, string]>([
    ['no organization', { organization: {} }, 'MISSING_SETTING', '/organization'],
    ['an unknown key', { oauthClient: [] }, 'UNKNOWN_SETTING', '/oauthClient'],
    [
      'an unknown status',
      { templates: [{ ...TEMPLATE, status: 'aproved' }] },
      'WRONG_VALUE',
      '/templates/0/status',
    ],
    ['an id used twice', { templates: [TEMPLATE, TEMPLATE] }, 'DUPLICATE_ID', '/templates/1/id'],
    [
      'a role that may do nonsense',
      { roles: [{ id: 'r', name: 'R', permissions: ['a:b'] }] },
      'WRONG_VALUE',
      '/roles/0/permissions/0',
    ],
    [
      'a role called admin',
      { roles: [{ id: 'admin', name: 'R', permissions: [] }] },
      'WRONG_VALUE',
      '/roles/0/id',
    ],
    [
      'an outbound domain that is a root domain',
      { outboundDomains: [{ name: 'example.com' }] },
      'SEED_DOMAIN',
      '/outboundDomains/0/name',
    ],
    [
      'an outbound domain twice',
      { outboundDomains: [{ name: 'a.example.com' }, { name: 'A.example.com.' }] },
      'DUPLICATE_ID',
      '/outboundDomains/1/name',
    ],
    [
      'a DNS server that is no address',
      { dns: { servers: ['127.0.0.1:5353', '[::1]:53', '::1', '127.0.0.1:99999'] } },
      'SEED_DNS_SERVER',
      '/dns/servers/3',
    ],
    [
      'an unknown role',
      { oauthClients: [{ ...CLIENT, secretEnv: 'X', roles: [{ roleId: 'x' }] }] },
      'UNKNOWN_ROLE',
      '/oauthClients/0/roles/0/roleId',
    ],
    [
      'an unknown division',
      { oauthClients: [{ ...CLIENT, secretEnv: 'X', roles: [{ roleId: 'admin', divisionId: 'x' }] }] },
      'UNKNOWN_DIVISION',
      '/oauthClients/0/roles/0/divisionId',
    ],
    [
      'a do-not-contact list twice',
      { dncLists: [dnc({}), dnc({ name: 'Other' })] },
      'DUPLICATE_ID',
      '/dncLists/1/id',
    ],
    [
      'do-not-contact lists of one name',
      { dncLists: [dnc({}), dnc({ id: 'other', name: 'NEVER' })] },
      'SEED_DNC_LIST',
      '/dncLists/1/name',
    ],
    [
      'a do-not-contact list with what is no number',
      { dncLists: [dnc({ phoneNumbers: ['+13175550123', '317-153-4777'] })] },
      'SEED_DNC_LIST',
      '/dncLists/0/phoneNumbers/1',
    ],
    [
      'a do-not-contact list with addresses it does not take',
      { dncLists: [dnc({ emailAddresses: ['ann@example.com'] })] },
      'SEED_DNC_LIST',
      '/dncLists/0/emailAddresses',
    ],
    [
      'a custom do-not-contact list with numbers',
      { dncLists: [dnc({ customExclusionColumn: 'Id', phoneNumbers: ['+13175550123'] })] },
      'SEED_DNC_LIST',
      '/dncLists/0/phoneNumbers',
    ],
    [
      'a do-not-contact list in an unknown division',
      { dncLists: [dnc({ divisionId: 'x' })] },
      'UNKNOWN_DIVISION',
      '/dncLists/0/divisionId',
    ],
    ['a client without a secret', { oauthClients: [CLIENT] }, 'SEED_SECRET', '/oauthClients/0'],
    [
      'an SMTP user without a password',
      smtp({ security: 'tls', user: 'ann' }),
      'SMTP_LOGIN',
      '/carriers/email/smtp',
    ],
    [
      'an SMTP server elsewhere without TLS',
      smtp({ security: 'none' }),
      'SMTP_SECURITY',
      '/carriers/email/smtp/security',
    ],
    [
      'a client with two secrets',
      { oauthClients: [{ ...CLIENT, secret: 'longenough', secretEnv: 'X' }] },
      'SEED_SECRET',
      '/oauthClients/0',
    ],
    [
      'a secret in the file that works everywhere',
      { oauthClients: [{ ...CLIENT, secret: 'longenough' }] },
      'SEED_SECRET',
      '/oauthClients/0/secret',
    ],
    [
      'an unknown integration',
      { templates: [{ ...TEMPLATE, integrationIds: ['wa-3'] }] },
      'UNKNOWN_INTEGRATION',
      '/templates/0/integrationIds/0',
    ],
    [
      'a conversation of an unknown integration',
      {
        whatsappConversations: [{ id: 'c', integrationId: 'wa', address: '13175550123', state: 'connected' }],
      },
      'UNKNOWN_INTEGRATION',
      '/whatsappConversations/0/integrationId',
    ],
    [
      'a place without a parameter',
      { templates: [{ ...TEMPLATE, body: 'Hi {{1}}.' }] },
      'TEMPLATE_PARAMETER',
      '/templates/0/body',
    ],
    [
      'a parameter without a place',
      { templates: [{ ...TEMPLATE, parameters: [{ id: '1', kind: 'text', component: 'body' }] }] },
      'TEMPLATE_PARAMETER',
      '/templates/0/parameters',
    ],
    [
      'a kind that does not belong there',
      { templates: [{ ...TEMPLATE, parameters: [{ id: '1', kind: 'image', component: 'body' }] }] },
      'TEMPLATE_PARAMETER',
      '/templates/0/parameters/0/kind',
    ],
  ])('is refused with %s', (_case, change, code, pointer) => {
    expect(faultsOf(change)).toContainEqual({ code, pointer });
  });
});

describe('planting a seed again', () => {
  it('brings what it names up to date and leaves everything else, withdrawals too', async () => {
    const local = await openLocalServer();
    await local.platform.consents.withdraw('whatsapp', '13175550123');
    const [first] = TEST_SEED.whatsappIntegrations;
    const seed = {
      ...TEST_SEED,
      templates: [],
      consents: TEST_SEED.consents ?? [],
      whatsappIntegrations: [
        { ...first, id: 'wa-1', name: 'New', phoneNumber: '+13175550100', status: 'inactive' as const },
      ],
    };
    const ids = { next: () => 'id' };
    const again = await openPlatform({
      database: local.database,
      clock: local.clock,
      ids,
      log: { info: () => undefined, warn: () => undefined },
      seed,
    });
    expect(
      again.integrations.all().map(({ id, name, status, version }) => ({ id, name, status, version })),
    ).toEqual([
      { id: 'wa-1', name: 'New', status: 'inactive', version: 2 },
      { id: 'wa-off', name: 'Old', status: 'inactive', version: 1 },
      { id: 'wa-2', name: 'Second', status: 'active', version: 1 },
    ]);
    expect(again.responses.store.template('plain')?.status).toBe('approved');
    expect(again.consents.read('whatsapp', '13175550123')).toMatchObject({ value: { status: 'withdrawn' } });
  });
});
