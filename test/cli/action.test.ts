import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf } from '../files/folder.ts';
import { startLoopbackServer } from '../support/loopback-server.ts';
import { run } from './run.ts';

const GRANT = 'flows/data-actions/grant-consent.data-action.json';
const SEND = 'flows/data-actions/send-whatsapp.data-action.json';
const CONSENT = { channel: 'whatsapp', address: '13175550123', method: 'web' };

describe('attendant action test', () => {
  it('D6 shows every operation with its intermediate result', async () => {
    const { code, out } = await run(['action', 'test', GRANT, '--input', JSON.stringify(CONSENT)]);
    expect(code).toBe(0);
    expect(out).toContain(' 2 ✓ Fill the URL\n     "/attendant/consents/whatsapp/13175550123"\n');
    expect(out).toMatch(/Success: \{"status":"granted","grantedAt":"[^"]+"\}\n$/);
  });

  it('D6 prints one JSON document with --json', async () => {
    const file = join(folderOf({ 'input.json': CONSENT }), 'input.json');
    const { code, out, err } = await run(['action', 'test', GRANT, '--input', `@${file}`, '--json']);
    expect([code, err]).toEqual([0, '']);
    const { success, operations, finalResult } = JSON.parse(out);
    expect([success, finalResult.status]).toEqual([true, 'granted']);
    expect(operations.map(({ step }: { step: number }) => step)).toEqual(
      operations.map((_: unknown, index: number) => index + 1),
    );
    expect(operations.every((one: { success: boolean }) => one.success)).toBe(true);
  });

  it('W5 says why the platform refuses, with exit code 1', async () => {
    const input = JSON.stringify({ toAddress: '13175550123', template: 'order-confirmation' });
    const { code, out } = await run(['action', 'test', SEND, '--input', input]);
    expect(code).toBe(1);
    expect(out).toContain('✗ Read the status');
    expect(out).toMatch(/Failed: attendant\.consent\.missing, No granted WhatsApp consent is on record/);
    expect(out).not.toContain('attendant-local-secret');
  });

  it('D3 stops at a broken contract before anything is sent', async () => {
    const { code, out } = await run(['action', 'test', SEND, '--input', '{"toAddress":5}', '--json']);
    expect(code).toBe(1);
    const { success, operations, error } = JSON.parse(out);
    expect([success, operations.length, error.errorCode]).toEqual([false, 1, 'input.contract']);
  });

  it('calls a host only when the operator allows it, and says what to add', async () => {
    const server = await startLoopbackServer((_request, response) => response.end('{"ok":true}'));
    try {
      const definition = {
        name: 'Ping',
        integrationType: 'custom-rest-actions',
        actionType: 'custom',
        templates: 'handlebars',
        contract: {
          input: { inputSchema: { type: 'object', properties: {} } },
          output: { successSchema: { type: 'object', properties: { ok: { type: 'boolean' } } } },
        },
        config: {
          request: { requestType: 'GET', requestUrlTemplate: `${server.origin}/ping` },
          response: {},
        },
      };
      const file = join(
        folderOf({ 'data-actions/ping.data-action.json': definition }),
        'data-actions/ping.data-action.json',
      );
      const args = ['action', 'test', file, '--input', '{}', '--json'];
      const refused = await run(args);
      expect([refused.code, JSON.parse(refused.out).error.errorCode, server.requests.length]).toEqual([
        1,
        'request.refused',
        0,
      ]);
      expect(refused.out).toContain(`add \\"${server.host}\\" to ATTENDANT_ALLOWED_HOSTS`);
      const allowed = await run(args, { env: { ATTENDANT_ALLOWED_HOSTS: server.host } });
      expect([allowed.code, JSON.parse(allowed.out).finalResult]).toEqual([0, { ok: true }]);
      const wrong = await run(args, { env: { ATTENDANT_ALLOWED_HOSTS: '*.com' } });
      expect([wrong.code, wrong.err]).toEqual([
        2,
        expect.stringContaining('ATTENDANT_ALLOWED_HOSTS: "*.com": '),
      ]);
    } finally {
      await server.close();
    }
  });

  it.each([
    [['action', 'test'], 2, "missing required argument 'file'"],
    [['action', 'test', SEND, '--input', '[1]'], 2, '--input must be a JSON object'],
    [['action', 'test', SEND, '--input', '{"to":'], 1, '--input:1:7 error JSON_SYNTAX'],
    [['action', 'test', SEND, '--input', '@nowhere.json'], 1, 'nowhere.json error FILE_MISSING'],
    [['action', 'test', 'flows/data-actions/nowhere.json', '--input', '{}'], 1, 'error FILE_MISSING'],
    [['action', 'tset', SEND], 2, 'unknown command'],
  ] as const)('refuses %j with exit code %i', async (args, code, message) => {
    const done = await run(args);
    expect(done.code).toBe(code);
    expect(done.err).toContain(message);
    expect(done.out).toBe('');
  });
});
