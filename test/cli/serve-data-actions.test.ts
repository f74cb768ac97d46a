import { describe, expect, it, onTestFinished } from 'vitest';
import { folderOf } from '../files/folder.ts';
import { start } from './run.ts';

const CLIENT = Buffer.from('attendant-local:attendant-local-secret').toString('base64');

/** A served Attendant with a token for its API. */
async function served() {
  const running = start(['serve', '--port', '0', '--data', folderOf({})]);
  onTestFinished(async () => {
    running.stop();
    await running.ended;
  });
  const printed = await running.printed('http://127.0.0.1:');
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0] ?? '';
  const token = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${CLIENT}`, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=client_credentials',
  });
  const { access_token } = (await token.json()) as { access_token: string };
  return async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { Authorization: `Bearer ${access_token}`, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, json: (await response.json()) as Record<string, unknown> };
  };
}

const GRANT = '/api/v2/integrations/actions/grant-consent';
const CONSENT = { channel: 'whatsapp', address: '13175550123', method: 'web' };

describe('data actions over the API of a served Attendant', () => {
  it('D6 tests, executes and lists those of the files', async () => {
    const ask = await served();
    const tested = await ask('POST', `${GRANT}/test`, CONSENT);
    expect(tested).toMatchObject({
      status: 200,
      json: { success: true, finalResult: { status: 'granted' } },
    });
    expect((await ask('POST', `${GRANT}/execute`, CONSENT)).json).toMatchObject({ status: 'granted' });
    const listed = await ask('GET', '/api/v2/integrations/actions?pageSize=100');
    expect((listed.json['entities'] as { id: string }[]).map(({ id }) => id)).toContain('send-sms');
    expect((await ask('GET', '/attendant/budgets')).json).toEqual({ entities: [] });
  });

  it('D3 plays a fault that a test run asks for', async () => {
    const ask = await served();
    const failed = await ask('POST', `${GRANT}/test?attendantFault=tooDeep`, CONSENT);
    expect(failed).toMatchObject({ status: 200, json: { success: false } });
    expect(JSON.stringify(failed.json)).toContain('nests more than 50 levels deep');
  });

  it('D2 takes an export, validates its draft and runs it once it is published', async () => {
    const ask = await served();
    const draft = await ask('POST', '/api/v2/integrations/actions/drafts', {
      name: 'Outbox of the platform',
      category: 'Test',
      integrationId: 'purecloud-data-actions',
      config: {
        request: {
          requestType: 'GET',
          requestUrlTemplate: '/api/v2/conversations/messaging/integrations/whatsapp',
          headers: {},
          requestTemplate: '${input.rawRequest}',
        },
        response: {
          translationMap: { n: '$.total' },
          translationMapDefaults: { n: '0' },
          successTemplate: '{"count": ${n}}',
        },
      },
      contract: {
        input: { inputSchema: { type: 'object', properties: {} } },
        output: { successSchema: { type: 'object', properties: { count: { type: 'integer' } } } },
      },
    });
    expect(draft.status).toBe(200);
    const id = String(draft.json['id']);
    const path = `/api/v2/integrations/actions/${id}`;
    expect((await ask('GET', `${path}/draft/validation`)).json).toMatchObject({ valid: true });
    expect((await ask('POST', `${path}/draft/publish`, { version: 1 })).status).toBe(200);
    const result = await ask('POST', `${path}/execute`, {});
    expect(result).toMatchObject({ status: 200, json: { count: expect.any(Number) } });
  });
});
