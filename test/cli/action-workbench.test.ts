import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Json } from '../../src/authoring/json.ts';
import { folderOf } from '../files/folder.ts';
import { startLoopbackServer } from '../support/loopback-server.ts';
import { run } from './run.ts';

const TEXT = { type: 'string' };

/** An export that asks a web service for a customer by phone number. */
function lookUp(origin: string, headers: { [name: string]: string } = {}): { [key: string]: Json } {
  return {
    name: 'Look up',
    integrationType: 'custom-rest-actions',
    actionType: 'custom',
    config: {
      request: {
        requestUrlTemplate: `${origin}/customers?phone=$esc.url(\${input.phone})`,
        requestType: 'GET',
        headers,
        requestTemplate: '${input.rawRequest}',
      },
      response: {
        translationMap: { name: '$.customer.name' },
        translationMapDefaults: {},
        successTemplate: '{"name": ${name}}',
      },
    },
    contract: {
      input: { inputSchema: { type: 'object', required: ['phone'], properties: { phone: TEXT } } },
      output: { successSchema: { type: 'object', properties: { name: TEXT } } },
    },
    secure: false,
  };
}

/** Asks for a token with the credentials of its integration. */
function signIn(origin: string): { [key: string]: Json } {
  return {
    name: 'Sign in',
    integrationType: 'custom-rest-actions',
    actionType: 'customAuth',
    config: {
      request: {
        requestUrlTemplate: `${origin}/token`,
        requestType: 'POST',
        headers: {
          Authorization: 'Basic $encoding.base64("${credentials.id}:${credentials.key}")',
          'Content-Type': 'application/x-www-form-urlencoded',
        },
        requestTemplate: 'grant_type=client_credentials',
      },
      response: { translationMap: {}, translationMapDefaults: {}, successTemplate: '${rawResult}' },
    },
    contract: {
      input: { inputSchema: { type: 'object', properties: {} } },
      output: { successSchema: { type: 'object', properties: { access_token: TEXT } } },
    },
  };
}

const PHONE = '+13175550177';
const INPUT = ['--input', JSON.stringify({ phone: PHONE })];

async function crm(answer: (url: string, authorization: string) => readonly [number, Json]) {
  const server = await startLoopbackServer((request, response) => {
    const [status, body] = answer(request.url ?? '', request.headers.authorization ?? '');
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  });
  onTestFinished(() => server.close());
  return server;
}

/** A folder with a look-up, and with whatever else is given. */
function folder(
  origin: string,
  files: { [name: string]: Json } = {},
  headers: { [name: string]: string } = {},
) {
  const root = folderOf({ 'data-actions/look-up.custom.json': lookUp(origin, headers), ...files });
  return { root, file: join(root, 'data-actions/look-up.custom.json') };
}

const ANNA = { customer: { name: 'Anna Kareninova' } };

describe('attendant action test, as a workbench', () => {
  it('D2 runs an export as it is, and D6 tells why an output is empty', async () => {
    const server = await crm(() => [200, { customers: [] }]);
    const { file } = folder(server.origin);
    const env = { ATTENDANT_ALLOWED_HOSTS: server.host };
    const { code, out } = await run(['action', 'test', file, ...INPUT], { env });
    expect(code).toBe(1);
    expect(out).toContain(`• \${input.phone}: became "%2B13175550177", escaped by url`);
    expect(out).toContain('• name: found nothing, and translationMapDefaults has no entry for it');
    expect(out).toContain('did you mean `customers`?');
    expect(out).toContain('• ${name}: `name` has no value, so the reference printed itself');
    expect(out).toContain('→ correct its path in translationMap, or add a default');
  });

  it('D8 prints the exact request with --dry-run and sends nothing', async () => {
    const server = await crm(() => [200, ANNA]);
    const { file } = folder(server.origin, {}, { 'X-Api-Key': 'abcdef-123456' });
    const env = { ATTENDANT_ALLOWED_HOSTS: server.host };
    const { code, out } = await run(['action', 'test', file, ...INPUT, '--dry-run'], { env });
    expect([code, server.requests.length]).toEqual([0, 0]);
    expect(out).toContain(`GET ${server.origin}/customers?phone=%2B13175550177\n`);
    expect(out).toContain('X-Api-Key: ••••\n');
    expect(out).toContain('Nothing was sent.');
  });

  it('D3 plays a fault by its name, and refuses one that there is not', async () => {
    const server = await crm(() => [200, ANNA]);
    const { file } = folder(server.origin);
    const env = { ATTENDANT_ALLOWED_HOSTS: server.host };
    const torn = await run(['action', 'test', file, ...INPUT, '--fault', 'look-up=halfJson'], { env });
    expect([torn.code, torn.out.includes('response.notJson')]).toEqual([1, true]);
    const wrong = await run(['action', 'test', file, ...INPUT, '--fault', 'look-up=halfJso'], { env });
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('did you mean `halfJson`?');
    const nobody = await run(['action', 'test', file, ...INPUT, '--fault', 'lookup=halfJson'], { env });
    expect([nobody.code, nobody.err]).toEqual([2, expect.stringContaining('did you mean `look-up`?')]);
  });

  it('D3 plays a fault that names no data action', async () => {
    const server = await crm(() => [200, ANNA]);
    const { file } = folder(server.origin);
    const env = { ATTENDANT_ALLOWED_HOSTS: server.host };
    const { out } = await run(['action', 'test', file, ...INPUT, '--fault', 'notFound'], { env });
    expect([out.includes('http.404') || out.includes('not.found'), server.requests.length]).toEqual([
      true,
      0,
    ]);
  });

  it('needs no input where the contract requires none, and says what is required', async () => {
    const { file } = folder('https://crm.example.com');
    const { code, out } = await run(['action', 'test', file]);
    expect([code, out]).toEqual([1, expect.stringContaining("'phone'")]);
  });

  it('D6 tells of an input that the contract does not have', async () => {
    const { file } = folder('https://crm.example.com');
    const env = { ATTENDANT_ALLOWED_HOSTS: 'crm.example.com' };
    const input = '{"phone":"+13175550177","Phone":"x","vip":true}';
    const { out } = await run(['action', 'test', file, '--input', input, '--fault', 'notFound'], { env });
    expect(out).toContain('• Phone: the contract has no such input\n       → did you mean `phone`?');
    expect(out).toContain('• vip: the contract has no such input\n       → known: phone');
  });

  it('sends nothing when the cassette cannot be written', async () => {
    const server = await crm(() => [200, ANNA]);
    const { root, file } = folder(server.origin);
    const env = { ATTENDANT_ALLOWED_HOSTS: server.host };
    for (const record of [join(root, 'nowhere', 'a.cassette.json'), root]) {
      const { code, err } = await run(['action', 'test', file, ...INPUT, '--record', record], { env });
      expect([code, server.requests.length]).toEqual([2, 0]);
      expect(err).toContain('cannot be written; name a file in a folder that is there');
    }
  });

  it('records a cassette without secrets and persons, replays it, and tells of drift', async () => {
    const server = await crm(() => [200, ANNA]);
    const { root, file } = folder(server.origin);
    const env = { ATTENDANT_ALLOWED_HOSTS: server.host };
    const cassette = join(root, 'look-up.cassette.json');
    const recorded = await run(['action', 'test', file, ...INPUT, '--record', cassette, '--mask', 'name'], {
      env,
    });
    expect([recorded.code, existsSync(cassette)]).toEqual([0, true]);
    expect(readFileSync(cassette, 'utf8')).not.toMatch(/13175550177|Anna|Kareninova/);
    const replayed = await run(['action', 'test', file, ...INPUT, '--replay', cassette, '--json']);
    expect([replayed.code, server.requests.length]).toEqual([0, 1]);
    expect(JSON.parse(replayed.out)).toMatchObject({
      success: true,
      finalResult: { name: expect.any(String) },
    });
    const changed = JSON.parse(readFileSync(file, 'utf8'));
    changed.config.response.translationMap.name = '$.customer.fullName';
    writeFileSync(file, JSON.stringify(changed));
    const drifted = await run(['action', 'test', file, ...INPUT, '--replay', cassette]);
    expect(drifted.code).toBe(1);
    expect(drifted.err).toContain('look-up');
    expect(drifted.err).toContain('how its answer is read; the answer of exchange 1 no longer fits');
  });

  it('R10 tells what is wrong with a target', async () => {
    const { file } = folder('https://crm.example.com');
    const { code, err } = await run([
      'action',
      'test',
      file,
      ...INPUT,
      '--dry-run',
      '--target',
      'mypurecloud.dee',
    ]);
    expect(code).toBe(2);
    expect(err).toContain('did you mean `mypurecloud.de`?');
  });
});

describe('integrations at work', () => {
  it('D8 sends basic credentials from secrets, and shows them nowhere', async () => {
    const server = await crm((_url, authorization) => [200, { customer: { name: authorization } }]);
    const credentials = {
      type: 'basicAuth',
      fields: { userName: { secret: 'CRM_USER' }, password: { secret: 'CRM_PASSWORD' } },
    };
    const crmFile = {
      integrations: { crm: { type: 'custom-rest-actions', hosts: [server.host], credentials } },
    };
    const { file } = folder(server.origin, { 'local.integrations.json': crmFile });
    const env = { CRM_USER: 'somebody', CRM_PASSWORD: 'hush-hush-hush' };
    const { code, out, err } = await run(['action', 'test', file, ...INPUT], { env });
    expect([code, err]).toEqual([0, '']);
    const sent = Buffer.from('somebody:hush-hush-hush').toString('base64');
    expect(server.requests[0]?.headers.authorization).toBe(`Basic ${sent}`);
    expect(out).toContain('"Authorization": "••••"');
    expect(out).not.toContain('hush-hush-hush');
  });

  it('names the secret that is missing, and how to give it', async () => {
    const server = await crm(() => [200, ANNA]);
    const credentials = {
      type: 'basicAuth',
      fields: { userName: { secret: 'CRM_USER' }, password: { secret: 'CRM_PASSWORD' } },
    };
    const crmFile = {
      integrations: { crm: { type: 'custom-rest-actions', hosts: [server.host], credentials } },
    };
    const { file } = folder(server.origin, { 'local.integrations.json': crmFile });
    const { code, out, err } = await run(['action', 'test', file, ...INPUT], {
      env: { CRM_USER: 'somebody' },
    });
    expect([code, server.requests.length]).toEqual([1, 0]);
    expect(err).toContain('CRM_PASSWORD');
    expect(out).toContain('attendant secret set CRM_PASSWORD');
  });

  it('D9 performs an authentication action once, and once more after a 401', async () => {
    let asked = 0;
    const server = await crm((url, authorization) => {
      if (url === '/token') return [200, { access_token: `token-number-${++asked}`, token_type: 'Bearer' }];
      return authorization === 'Bearer token-number-2' ? [200, ANNA] : [401, { message: 'who are you?' }];
    });
    const credentials = {
      type: 'userDefinedOAuth',
      fields: { id: 'me', key: { secret: 'CRM_KEY' } },
      authentication: 'sign-in',
      hosts: [server.host],
    };
    const files = {
      'data-actions/sign-in.customAuth.json': signIn(server.origin),
      'local.integrations.json': {
        integrations: { crm: { type: 'custom-rest-actions', hosts: [server.host], credentials } },
      },
    };
    const { file } = folder(server.origin, files, { Authorization: 'Bearer ${authResponse.access_token}' });
    const { code, out } = await run(['action', 'test', file, ...INPUT], {
      env: { CRM_KEY: 'key-of-the-crm' },
    });
    expect([code, asked]).toEqual([0, 2]);
    expect(server.requests[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('me:key-of-the-crm').toString('base64')}`,
    );
    expect(out).not.toMatch(/token-number|key-of-the-crm/);
    const signInFile = join(dirname(file), 'sign-in.customAuth.json');
    const alone = await run(['action', 'test', signInFile], { env: { CRM_KEY: 'key-of-the-crm' } });
    expect([alone.code, alone.out.includes('Success')]).toEqual([0, true]);
    expect(alone.out).not.toMatch(/token-number|key-of-the-crm/);
  });
});

describe('attendant simulate, with receivers of its own', () => {
  const CALL = ['simulate', 'flows/whatsapp-consent.flow.json', '--from', '+13175550123', '--keys', '1,1'];

  it('replays a whole call from its cassette, though calls have ids of their own', async () => {
    const cassette = join(folderOf({}), 'call.cassette.json');
    const recorded = await run([...CALL, '--record', cassette]);
    expect([recorded.code, recorded.err.startsWith('Recorded 2 exchanges')]).toEqual([0, true]);
    expect(readFileSync(cassette, 'utf8')).not.toContain('13175550123');
    const replayed = await run([...CALL, '--replay', cassette]);
    expect([replayed.code, replayed.err]).toEqual([0, '']);
    expect(replayed.out).toContain('whatsappMessage = sent');
    expect(replayed.out).not.toContain('→ whatsapp message to');
  });

  it('D3 lets a data action run into its time-out, in virtual time', async () => {
    const { code, out } = await run([...CALL, '--fault', 'send-whatsapp=timeout']);
    expect(code).toBe(0);
    expect(out).toContain('send-whatsapp failed: outcome.unknown');
    expect(out).toContain('whatsappMessage = unknown');
  });
});
