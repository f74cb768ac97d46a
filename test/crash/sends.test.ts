import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { folderOf, newFolder } from '../files/folder.ts';
import { type GraphServer, openGraphServer } from '../support/graph-server.ts';
import { openSmtpReceiver, type SmtpReceiver } from '../support/smtp-receiver.ts';
import { buildPackage } from './built-package.ts';
import { metaCarrier, serve } from './served.ts';

const KILLS = 3;
const ACCEPTED_A_LIFE = 150;
const IN_FLIGHT = 24;
beforeAll(() => buildPackage());

/** What a customer's side saw: how often each message arrived, by our id. */
type Arrivals = ReadonlyMap<string, number>;

interface World {
  readonly flows: string;
  readonly data: string;
  readonly receiver: SmtpReceiver;
  readonly graph: GraphServer;
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
    const [mails, whatsApps] = [mailsOf(world), whatsAppsOf(world)];
    for (const arrivals of [mails, whatsApps]) {
      expect(arrivals.size).toBeGreaterThan(KILLS * 20);
      expect([...arrivals].filter(([, times]) => times > 1)).toEqual([]);
      // What arrived was sent, or nobody knows; what was sent arrived.
      expect(
        [...arrivals.keys()].filter((id) => !['sent', 'unknown'].includes(statuses.get(id) ?? '')),
      ).toEqual([]);
    }
    const sent = [...statuses].filter(([, status]) => status === 'sent').map(([id]) => id);
    expect(sent.filter((id) => !mails.has(id) && !whatsApps.has(id))).toEqual([]);
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
  const [receiver, graph] = await Promise.all([openSmtpReceiver(), openGraphServer()]);
  const flows = folderOf({ 'local.platform.json': platformFile(receiver.port, graph.url) });
  return { flows, data: join(newFolder(), 'data'), receiver, graph };
}

/** How often each e-mail arrived, by the id before the @ of its Message-ID. */
function mailsOf({ receiver }: World): Arrivals {
  return countEach(
    receiver.mails.map(({ content }) => /^message-id:\s*<([^@>]+)@/im.exec(content)?.[1] ?? 'no id'),
  );
}

/** How often each WhatsApp message arrived, by what comes back in its receipts. */
function whatsAppsOf({ graph }: World): Arrivals {
  return countEach(graph.requests.map(({ body }) => String(body['biz_opaque_callback_data'])));
}

function countEach(ids: readonly string[]): Arrivals {
  const arrivals = new Map<string, number>();
  for (const id of ids) arrivals.set(id, (arrivals.get(id) ?? 0) + 1);
  return arrivals;
}

function platformFile(smtpPort: number, metaUrl: string) {
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
      whatsapp: { meta: metaCarrier(metaUrl) },
    },
  };
}
