import { describe, expect, it } from 'vitest';
import { connectSdk, loadSdk, type SdkClient } from '../support/official-sdk.ts';
import { CUSTOMER, type LocalServer, openLocalServer, PLAIN_MESSAGE } from './local-server.ts';

/** The parts of the SDK that are used; its own types are written for bundlers. */
interface Sdk extends SdkClient {
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

const sdk = loadSdk<Sdk>();

async function listening(): Promise<LocalServer> {
  const local = await openLocalServer();
  await connectSdk(sdk, local.server);
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
