import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import { folderOf, newFolder } from '../files/folder.ts';
import { openSmtpReceiver, RECEIVER_CERTIFICATE } from '../support/smtp-receiver.ts';
import { run, start } from './run.ts';

const CLIENT = Buffer.from('attendant-local:attendant-local-secret').toString('base64');
const ACTION = 'flows/data-actions/send-email.data-action.json';
const INPUT = { toAddress: 'ada@example.org', subject: 'Your order', text: 'It is on its way.' };

/** A workflow that sends an e-mail by the data action that ships with Attendant. */
const NOTIFY = {
  type: 'workflow',
  name: 'Notify',
  startUp: { task: 'main' },
  variables: { 'Flow.thread': { type: 'string', isOutput: true } },
  tasks: {
    main: [
      {
        callData: {
          dataAction: 'send-email',
          inputs: INPUT,
          successOutputs: { conversationId: 'Flow.thread' },
          outputs: { failure: [{ endWorkflow: 'not sent' }], timeout: [{ endWorkflow: 'late' }] },
        },
      },
      { endWorkflow: 'sent' },
    ],
  },
};

function workspace(more: { readonly [path: string]: unknown } = {}): string {
  return folderOf({
    'notify.flow.json': NOTIFY,
    'data-actions/send-email.data-action.json': readFileSync(ACTION, 'utf8'),
    ...more,
  });
}

/** The platform that ships with Attendant, with other carriers. */
function platformWith(smtp: JsonObject): JsonObject {
  const { $schema: _, ...platform } = JSON.parse(
    readFileSync('flows/local.platform.json', 'utf8'),
  ) as JsonObject;
  return { ...platform, carriers: { email: { smtp } } };
}

/** A served Attendant, asked with the token of the client that ships with it. */
async function served(args: readonly string[], env: { readonly [name: string]: string } = {}) {
  const running = start(['serve', '--port', '0', '--data', newFolder(), ...args], { env });
  onTestFinished(async () => {
    running.stop();
    await running.ended;
  });
  const printed = await running.printed('Ctrl-C stops it');
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0] ?? '';
  const token = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${CLIENT}`, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=client_credentials',
  });
  const { access_token } = (await token.json()) as { access_token: string };
  async function ask(method: string, path: string, body?: unknown) {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { Authorization: `Bearer ${access_token}`, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return (await response.json()) as Record<string, unknown>;
  }
  /** Asks again until the answer is the one that is waited for. */
  async function until(path: string, isIt: (answer: Record<string, unknown>) => boolean) {
    for (let answer = await ask('GET', path); ; answer = await ask('GET', path))
      if (isIt(answer)) return answer;
  }
  return { printed, ask, until };
}

function outboxOf(answer: Record<string, unknown>) {
  return answer['entities'] as readonly Record<string, unknown>[];
}

describe('ways in', () => {
  it('E13 a flow sends an e-mail by the data action that ships, and keeps its conversation', async () => {
    const { printed, ask, until } = await served(['--flows', workspace()]);
    expect(printed).toContain('e-mail    stays on this machine');
    const { id } = await ask('POST', '/api/v2/flows/executions', { flowId: 'Notify' });
    const ended = await until(`/api/v2/flows/executions/${id}`, ({ status }) => status !== 'RUNNING');
    expect(ended).toMatchObject({ status: 'COMPLETED', completionReason: 'sent' });
    const [sent] = outboxOf(await ask('GET', '/attendant/outbox?channel=email'));
    expect(sent).toMatchObject({
      toAddress: 'ada@example.org',
      fromAddress: 'hello@mail.attendant.example',
      subject: 'Your order',
      status: 'delivered',
      conversationId: (ended['outputData'] as JsonObject)['Flow.thread'],
    });
  });

  it('E13 a script runs the data action over the API, without a user', async () => {
    const { ask } = await served([]);
    const done = await ask('POST', '/api/v2/integrations/actions/send-email/execute', INPUT);
    expect(done).toMatchObject({ conversationId: expect.any(String), emailId: expect.any(String) });
    const sent = outboxOf(await ask('GET', '/attendant/outbox?channel=email'));
    expect(sent).toMatchObject([{ messageId: done['emailId'], status: 'delivered' }]);
  });

  it('E13 the command line tries the data action on the local platform', async () => {
    const { code, out } = await run(['action', 'test', ACTION, '--input', JSON.stringify(INPUT)]);
    expect(out).toContain('emailId');
    expect(code).toBe(0);
  });
});

describe('serve', () => {
  const smtp = {
    host: '127.0.0.1',
    security: 'starttls',
    user: 'ann',
    passwordEnv: 'SMTP_PASSWORD',
    caFile: 'ca.pem',
  };

  it('sends e-mail through the SMTP server of the platform file, and says so', async () => {
    const { port } = await openSmtpReceiver({ authOptional: false });
    const folder = workspace({
      'local.platform.json': platformWith({ ...smtp, port }),
      'ca.pem': RECEIVER_CERTIFICATE,
    });
    const { printed, ask, until } = await served(['--flows', folder], { SMTP_PASSWORD: 'secret' });
    expect(printed).toContain(`e-mail    goes out through 127.0.0.1:${port} (starttls)`);
    await ask('POST', '/api/v2/integrations/actions/send-email/execute', INPUT);
    const outbox = await until('/attendant/outbox', (answer) => outboxOf(answer)[0]?.['status'] === 'sent');
    expect(outboxOf(outbox)).toMatchObject([{ carrier: 'smtp', status: 'sent' }]);
  });

  it('does not start without the password, or without the certificates of its file', async () => {
    const files = {
      'local.platform.json': platformWith({ ...smtp, port: 587 }),
      'ca.pem': RECEIVER_CERTIFICATE,
    };
    const withoutPassword = await run([
      'serve',
      '--port',
      '0',
      '--data',
      newFolder(),
      '--flows',
      workspace(files),
    ]);
    expect(withoutPassword).toMatchObject({ code: 2, err: expect.stringContaining('SMTP_PASSWORD') });
    const folder = workspace({ ...files, 'ca.pem': 'no certificate' });
    const withoutCertificate = await run(['serve', '--port', '0', '--data', newFolder(), '--flows', folder]);
    expect(withoutCertificate).toMatchObject({ code: 1, err: expect.stringContaining('SMTP_CA_FILE') });
    const checked = await run(['check', join(folder, 'local.platform.json')]);
    expect(checked).toMatchObject({ code: 1 });
    expect(checked.out + checked.err).toContain('SMTP_CA_FILE');
  });

  it('keeps to this machine what other commands send', async () => {
    const { port, mails } = await openSmtpReceiver();
    const folder = workspace({
      'local.platform.json': platformWith({ ...smtp, port }),
      'ca.pem': RECEIVER_CERTIFICATE,
    });
    const action = join(folder, 'data-actions/send-email.data-action.json');
    const { code } = await run(['action', 'test', action, '--input', JSON.stringify(INPUT)]);
    expect([code, mails]).toEqual([0, []]);
  });
});
