import type { LightMyRequestResponse } from 'fastify';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import { carriersOf } from '../../src/carriers/open-carriers.ts';
import type { CarriersSeed } from '../../src/platform/deliveries/carriers-seed.ts';
import type { PlatformSeed } from '../../src/platform/platform-seed.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { SILENT } from '../support/silent-log.ts';
import { type LocalServer, openLocalServer, TEST_SEED } from './local-server.ts';

/** Where agentless e-mail is sent to. */
export const AGENTLESS_EMAILS = '/api/v2/conversations/emails/agentless';

/** An e-mail that is accepted. */
export const PLAIN_EMAIL = {
  senderType: 'Outbound',
  fromAddress: { email: 'hello@mail.example.com' },
  toAddresses: [{ email: 'ada@example.org' }],
  subject: 'Your order',
  textBody: 'It is on its way.',
} as const;

/** What the tests of e-mail start with: `mail.example.com` is ready, `new.example.com` is not activated. */
export const EMAIL_SEED: PlatformSeed = {
  ...TEST_SEED,
  oauthClients: [
    client('sender', ['conversation:agentlessEmail:send', 'conversation:message:create']),
    client('creator', ['conversation:email:create']),
    client('postmaster', ['routing:email:manage']),
    client('nobody', []),
  ],
  outboundDomains: [
    { name: 'mail.example.com', provisioned: true },
    { name: 'xn--bcher-kva.example.com', provisioned: true },
    { name: 'new.example.com' },
  ],
};

function client(id: string, permissions: readonly string[]) {
  return { id, name: id, secret: `${id}-secret`, localOnly: true, permissions: [...permissions] };
}

/** A platform that sends e-mail, asked without a port. */
export interface EmailServer extends LocalServer {
  /** Sends an e-mail: PLAIN_EMAIL with what is given in place of its fields, or any other body. */
  email(
    change?: object | string,
    options?: { readonly client?: string; readonly headers?: { readonly [name: string]: string } },
  ): Promise<LightMyRequestResponse>;
  /** Reads a path as the client `sender`. */
  read(path: string): Promise<LightMyRequestResponse>;
  /** Logs a client in again: each token has its own limit of requests. */
  relogin(client?: string): Promise<void>;
  /** How an e-mail stands in the outbox. */
  sent(id: Json | undefined): Promise<{ readonly [name: string]: Json } | undefined>;
}

/** Opens a platform on a fresh or a given database; closed when the test ends. */
export async function openEmailServer({
  seed = {},
  file,
  carriers,
  clock = new FakeClock(),
}: {
  readonly seed?: Partial<PlatformSeed>;
  readonly file?: string;
  /** Absent: the local outbox delivers. */
  readonly carriers?: CarriersSeed;
  readonly clock?: FakeClock;
} = {}): Promise<EmailServer> {
  const local = await openLocalServer({
    seed: { ...EMAIL_SEED, ...seed },
    clock,
    ...(file !== undefined && { file }),
    ...(carriers !== undefined && {
      platformOptions: { carriers: carriersOf(carriers, { clock, log: SILENT, secretOf: () => 'secret' }) },
    }),
  });
  const logins = new Map<string, { authorization: string }>();
  const relogin = async (client = 'sender') => void logins.set(client, await local.login(client));
  const loginOf = async (client: string) => {
    if (!logins.has(client)) await relogin(client);
    return logins.get(client) ?? {};
  };
  return {
    ...local,
    relogin,
    async email(change = {}, { client = 'sender', headers = {} } = {}) {
      return local.inject({
        method: 'POST',
        url: AGENTLESS_EMAILS,
        headers: { ...(await loginOf(client)), 'content-type': 'application/json', ...headers },
        payload: typeof change === 'string' ? change : JSON.stringify({ ...PLAIN_EMAIL, ...change }),
      });
    },
    async read(url) {
      return local.inject({ method: 'GET', url, headers: await loginOf('sender') });
    },
    async sent(id) {
      return (await local.outbox()).find(({ messageId }) => messageId === id);
    },
  };
}

/** The body of an answer. */
export function bodyOf(answer: LightMyRequestResponse): JsonObject {
  return answer.json<JsonObject>();
}
