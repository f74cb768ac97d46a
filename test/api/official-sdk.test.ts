import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CUSTOMER, type LocalServer, openLocalServer, PLAIN_MESSAGE } from './local-server.ts';

/** The parts of the SDK that are used; its own types are written for bundlers. */
interface Sdk {
  readonly ApiClient: {
    readonly instance: {
      setGateway(gateway: { protocol: string; host: string; port: number }): void;
      loginClientCredentialsGrant(id: string, secret: string): Promise<{ accessToken: string }>;
    };
  };
  readonly ConversationsApi: new () => {
    postConversationsMessagesAgentless(body: object): Promise<{ id: string; conversationId: string }>;
    getConversationsMessagingIntegrationsWhatsapp(
      options: object,
    ): Promise<{ entities: { id: string }[]; total: number }>;
  };
  readonly ResponseManagementApi: new () => {
    getResponsemanagementResponse(id: string): Promise<{ responseType: string }>;
  };
}

// The SDK reads and writes a folder in the home directory as soon as it is loaded.
const home = mkdtempSync(join(tmpdir(), 'attendant-home-'));
process.env['HOME'] = home;
const sdk = createRequire(import.meta.url)('purecloud-platform-client-v2') as Sdk;
afterAll(() => rmSync(home, { recursive: true }));

async function listening(): Promise<LocalServer> {
  const local = await openLocalServer();
  await local.server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = local.server.server.address() as AddressInfo;
  sdk.ApiClient.instance.setGateway({ protocol: 'http', host: '127.0.0.1', port });
  return local;
}

describe('the official JavaScript SDK', () => {
  it('O3 logs in, reads and sends a WhatsApp message, only its gateway changed', async () => {
    const local = await listening();
    await sdk.ApiClient.instance.loginClientCredentialsGrant('sender', 'sender-secret');
    const conversations = new sdk.ConversationsApi();
    const listing = await conversations.getConversationsMessagingIntegrationsWhatsapp({ pageSize: 1 });
    expect(listing).toMatchObject({ total: 3, entities: [{ id: 'wa-1' }] });
    const response = await new sdk.ResponseManagementApi().getResponsemanagementResponse('plain');
    expect(response.responseType).toBe('MessagingTemplate');
    const sent = await conversations.postConversationsMessagesAgentless(PLAIN_MESSAGE);
    expect(await local.outbox()).toMatchObject([
      { messageId: sent.id, conversationId: sent.conversationId, toAddress: CUSTOMER },
    ]);
  });

  it('O3 rejects with the error body', async () => {
    await listening();
    await sdk.ApiClient.instance.loginClientCredentialsGrant('sender', 'sender-secret');
    const refused = new sdk.ConversationsApi().postConversationsMessagesAgentless({
      ...PLAIN_MESSAGE,
      toAddress: `+${CUSTOMER}`,
    });
    await expect(refused).rejects.toMatchObject({
      status: 400,
      code: 'attendant.address.not.phone.id',
      contextId: expect.any(String),
    });
  });

  it('O3 rejects a wrong secret at login', async () => {
    await listening();
    const login = sdk.ApiClient.instance.loginClientCredentialsGrant('sender', 'wrong');
    await expect(login).rejects.toMatchObject({
      response: { status: 401, data: { error: 'invalid_client' } },
    });
  });
});
