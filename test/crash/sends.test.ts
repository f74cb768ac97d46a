import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { folderOf, newFolder } from '../files/folder.ts';
import { attendantProcess } from '../support/attendant-process.ts';
import { buildPackage } from './built-package.ts';

const KILLS = 3;
const ACCEPTED_A_LIFE = 150;
const IN_FLIGHT = 24;
const SECRETS = {
  TEST_META_TOKEN: 'meta-token',
  TEST_META_SECRET: 'meta-secret',
  TEST_META_VERIFY: 'verify',
};

beforeAll(() => buildPackage());

/** What a customer's side saw: how often each message arrived, by our id. */
type Arrivals = Map<string, number>;

interface World {
  readonly flows: string;
  readonly data: string;
  readonly mails: Arrivals;
  readonly whatsApps: Arrivals;
}

/*
 * `attendant serve` on a real file, with a real SMTP server and a real HTTP server for Meta's Cloud API, killed with
 * SIGKILL again and again while back ends send as fast as they can.
 */
describe('a server that is killed while it accepts and delivers', () => {
  it('R4 loses nothing that it accepted, and no customer gets anything twice', {
    timeout: 180_000,
  }, async () => {
    const world = await openWorld();
    const accepted: string[] = [];
    for (let kill = 0; kill < KILLS; kill += 1)
      accepted.push(...(await lifeUntilKilled(world, accepted.length)));
    expect(accepted.length).toBeGreaterThanOrEqual(KILLS * ACCEPTED_A_LIFE);

    const server = await serve(world);
    const outbox = await outboxOnceStill(server.url);
    const statuses = new Map(outbox.map(({ messageId, status }) => [messageId, status]));
    expect(accepted.filter((id) => !statuses.has(id))).toEqual([]);
    for (const arrivals of [world.mails, world.whatsApps]) {
      expect(arrivals.size).toBeGreaterThan(KILLS * 20);
      expect([...arrivals].filter(([, times]) => times > 1)).toEqual([]);
      // What arrived was sent, or nobody knows; what was sent arrived.
      expect(
        [...arrivals.keys()].filter((id) => !['sent', 'unknown'].includes(statuses.get(id) ?? '')),
      ).toEqual([]);
    }
    const sent = [...statuses].filter(([, status]) => status === 'sent').map(([id]) => id);
    expect(sent.filter((id) => !world.mails.has(id) && !world.whatsApps.has(id))).toEqual([]);
    const unknown = [...statuses.values()].filter((status) => status === 'unknown').length;
    expect(unknown).toBeLessThanOrEqual(KILLS * IN_FLIGHT * 2);
    expect(new Set(statuses.values())).toEqual(new Set(unknown > 0 ? ['sent', 'unknown'] : ['sent']));
  });
});

/** One life of the server: sends until enough is accepted, then SIGKILL in the middle. @returns the ids accepted. */
async function lifeUntilKilled(world: World, offset: number): Promise<readonly string[]> {
  const server = await serve(world);
  const accepted: string[] = [];
  let next = offset;
  const lane = async () => {
    while (server.process.exitCode === null && server.process.signalCode === null) {
      const id = await send(server.url, server.token, next++);
      if (id === undefined) return;
      accepted.push(id);
      if (accepted.length === ACCEPTED_A_LIFE) server.process.kill('SIGKILL');
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  await server.ended;
  return accepted;
}

/** E-mails and WhatsApp messages in turn. @returns the message's id, or undefined when the server is gone. */
async function send(url: string, token: string, number: number): Promise<string | undefined> {
  const isMail = number % 2 === 0;
  const path = isMail ? 'emails' : 'messages';
  const body = isMail
    ? {
        senderType: 'Outbound',
        fromAddress: { email: 'orders@mail.example.com' },
        toAddresses: [{ email: `customer${number}@example.net` }],
        subject: `Order ${number}`,
        textBody: 'It has left us.',
      }
    : {
        fromAddress: 'wa',
        toAddress: '4930123456',
        toAddressMessengerType: 'whatsapp',
        messagingTemplate: { responseId: 'plain' },
      };
  try {
    const answer = await fetch(`${url}/api/v2/conversations/${path}/agentless`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new RangeError(text);
    return (JSON.parse(text) as { readonly id: string }).id;
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return undefined;
  }
}

async function serve({ flows, data }: World) {
  const args = ['serve', '--port', '0', '--data', data, '--flows', flows];
  const child = attendantProcess(args, { env: SECRETS });
  const [, url = ''] = /listens on (\S+)/.exec(await child.printed('Ctrl-C stops it')) ?? [];
  const answer = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from('test:test-secret').toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token: token } = (await answer.json()) as { readonly access_token: string };
  return { ...child, url, token };
}

/** The outbox when nothing in it moves any more. */
async function outboxOnceStill(url: string) {
  for (;;) {
    const answer = await fetch(`${url}/attendant/outbox?limit=1000`);
    const { entities } = (await answer.json()) as {
      readonly entities: readonly { readonly messageId: string; readonly status: string }[];
    };
    if (!entities.some(({ status }) => status === 'queued' || status === 'sending')) return entities;
  }
}

async function openWorld(): Promise<World> {
  const mails: Arrivals = new Map();
  const whatsApps: Arrivals = new Map();
  const [smtpPort, metaPort] = await Promise.all([receiveMails(mails), receiveWhatsApps(whatsApps)]);
  const flows = folderOf({ 'local.platform.json': platformFile(smtpPort, metaPort) });
  return { flows, data: join(newFolder(), 'data'), mails, whatsApps };
}

/** Takes every mail and counts it by the id before the @ of its Message-ID. */
async function receiveMails(arrivals: Arrivals): Promise<number> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, callback) {
      let text = '';
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString('latin1');
      });
      stream.on('end', () => {
        count(arrivals, /^message-id:\s*<([^@>]+)@/im.exec(text)?.[1]);
        callback();
      });
    },
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  onTestFinished(() => new Promise<void>((closed) => server.close(() => closed())));
  return (server.server.address() as AddressInfo).port;
}

/** Takes every WhatsApp message and counts it by what comes back in its receipts. */
async function receiveWhatsApps(arrivals: Arrivals): Promise<number> {
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
    });
    request.on('end', () => {
      const { biz_opaque_callback_data: id } = JSON.parse(text) as {
        readonly biz_opaque_callback_data?: string;
      };
      count(arrivals, id);
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ messaging_product: 'whatsapp', contacts: [], messages: [{ id: `wamid.${id}` }] }),
      );
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

function count(arrivals: Arrivals, id: string | undefined): void {
  if (id !== undefined) arrivals.set(id, (arrivals.get(id) ?? 0) + 1);
}

function platformFile(smtpPort: number, metaPort: number) {
  return {
    organization: { name: 'Test' },
    limits: { requestsPerMinutePerToken: 0 },
    oauthClients: [
      {
        id: 'test',
        name: 'Test',
        secret: 'test-secret',
        localOnly: true,
        permissions: ['conversation:message:create', 'conversation:email:create'],
      },
    ],
    whatsappIntegrations: [{ id: 'wa', name: 'Main', phoneNumber: '+4930987654', status: 'active' }],
    templates: [{ id: 'plain', name: 'plain', language: 'en', status: 'approved', body: 'Hello.' }],
    consents: [{ channel: 'whatsapp', address: '4930123456', method: 'test', businessName: 'Test' }],
    outboundDomains: [{ name: 'mail.example.com', provisioned: true }],
    email: { ratePerMinute: 3000 },
    carriers: {
      email: { smtp: { host: '127.0.0.1', port: smtpPort, security: 'none' } },
      whatsapp: {
        meta: {
          baseUrl: `http://127.0.0.1:${metaPort}`,
          version: 'v25.0',
          accessTokenEnv: 'TEST_META_TOKEN',
          appSecretEnv: 'TEST_META_SECRET',
          verifyTokenEnv: 'TEST_META_VERIFY',
          phoneNumberIds: { wa: '1234567890' },
        },
      },
    },
  };
}
