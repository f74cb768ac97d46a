import { describe, expect, it } from 'vitest';
import { connectSdk, loadSdk, type SdkClient } from '../support/official-sdk.ts';
import { callbackSeed, HOUR, iso, MINUTE, NUMBER, openCallbackServer, START } from './callback-server.ts';

interface Created {
  readonly conversation: { readonly id: string };
  readonly callbackIdentifiers: readonly { readonly type: string; readonly id: string }[];
}
interface Participants {
  readonly participants: readonly {
    readonly id: string;
    readonly purpose: string;
    readonly callbacks: readonly { readonly id: string; readonly state: string }[];
  }[];
}

/** The parts of the SDK that are used; its own types are written for bundlers. */
interface Sdk extends SdkClient {
  readonly ConversationsApi: new () => {
    postConversationsCallbacks(body: object): Promise<Created>;
    postConversationParticipantCallbacks(
      conversation: string,
      participant: string,
      options?: object,
    ): Promise<unknown>;
    getConversationsCallbacks(): Promise<{ readonly entities: readonly { readonly id: string }[] }>;
    getConversationsCallback(id: string): Promise<Participants>;
    getConversation(id: string): Promise<Participants>;
    patchConversationsCallbacks(body: object): Promise<Created>;
    patchConversationsCallback(id: string, body: object): Promise<unknown>;
    patchConversationsCallbackParticipant(id: string, participant: string, body: object): Promise<unknown>;
    postConversationsCallbacksBulkUpdate(body: object): Promise<{ readonly errorCount: number }>;
    postConversationsCallbacksBulkDisconnect(body: object): Promise<unknown>;
  };
  readonly RoutingApi: new () => {
    postRoutingQueues(body: object): Promise<{ readonly id: string }>;
    getRoutingQueues(options: object): Promise<{ readonly entities: readonly { readonly name: string }[] }>;
  };
}

const sdk = loadSdk<Sdk>();

async function loggedIn() {
  const seed = callbackSeed([{ id: 'ann', name: 'Ann', queues: ['Support'], answers: 'ignore' }]);
  const [client] = seed.oauthClients;
  if (client === undefined) throw new Error('the seed has a client');
  const permissions = [...(client.permissions ?? []), 'routing:queue:add', 'routing:queue:view'];
  const server = await openCallbackServer({ ...seed, oauthClients: [{ ...client, permissions }] });
  await connectSdk(sdk, server.local.server);
  await sdk.ApiClient.instance.loginClientCredentialsGrant('sender', 'sender-secret');
  return { ...server, conversations: new sdk.ConversationsApi(), routing: new sdk.RoutingApi() };
}

describe('the official JavaScript SDK', () => {
  it('O3 K1 K8 K9 K10 makes a callback, moves it, takes it as the agent, asks for another and cancels that', async () => {
    const { conversations, pass, stateOf } = await loggedIn();
    const made = await conversations.postConversationsCallbacks({
      queueId: 'support',
      callbackNumbers: [NUMBER],
      callbackUserName: 'Ann',
      callbackScheduledTime: new Date(START + HOUR),
    });
    const { id } = made.conversation;
    expect((await conversations.getConversationsCallbacks()).entities).toMatchObject([{ id }]);
    const moved = { conversationId: id, agentId: 'ann', callbackScheduledTime: iso(START + 10 * MINUTE) };
    expect((await conversations.patchConversationsCallbacks(moved)).conversation).toMatchObject({ id });
    await pass(10 * MINUTE);
    const [customer, , agent] = (await conversations.getConversation(id)).participants;
    expect(agent).toMatchObject({ purpose: 'agent', callbacks: [{ state: 'alerting' }] });
    await conversations.patchConversationsCallbackParticipant(id, agent?.id ?? '', { state: 'connected' });
    expect(stateOf(id)).toBe('connected');
    await conversations.postConversationParticipantCallbacks(id, customer?.id ?? '');
    const again = conversations.postConversationParticipantCallbacks(id, customer?.id ?? '', {
      body: { callbackNumbers: [NUMBER] },
    });
    await expect(again).rejects.toMatchObject({ status: 409, code: 'attendant.callback.scheduled.already' });
    await conversations.patchConversationsCallback(id, { state: 'disconnected' });
    expect((await conversations.getConversationsCallbacks()).entities).toEqual([]);
  });

  it('O3 moves and ends callbacks in bulk, in a queue it made', async () => {
    const { conversations, routing, shown } = await loggedIn();
    const queue = await routing.postRoutingQueues({ name: 'Orders' });
    expect((await routing.getRoutingQueues({ name: 'Orders' })).entities).toMatchObject([{ name: 'Orders' }]);
    const made = await conversations.postConversationsCallbacks({
      routingData: { queueId: queue.id },
      callbackNumbers: [NUMBER],
    });
    const conversationId = made.conversation.id;
    const patchCallbackRequests = [
      { conversationId, agentId: 'ann', callbackScheduledTime: iso(START + HOUR) },
      { conversationId: 'none', agentId: 'ann' },
    ];
    const answer = await conversations.postConversationsCallbacksBulkUpdate({ patchCallbackRequests });
    expect(answer).toMatchObject({ errorCount: 1, errorIndexes: [1] });
    await conversations.postConversationsCallbacksBulkDisconnect({
      callbackDisconnectIdentifiers: [{ conversationId, callbackId: made.callbackIdentifiers[0]?.id }],
    });
    expect(await shown()).toEqual([]);
  });

  it('O3 K2 K4 rejects with the codes of Genesys Cloud', async () => {
    const { conversations } = await loggedIn();
    const refused = (body: object) => conversations.postConversationsCallbacks(body);
    await expect(refused({ queueId: 'support', callbackNumbers: [] })).rejects.toMatchObject({
      status: 400,
      code: 'callback.error.missing.callback.numbers',
    });
    await expect(refused({ callbackNumbers: [NUMBER] })).rejects.toMatchObject({
      code: 'callback.error.missing.queue.id',
    });
    const callbackScheduledTime = iso(START + 31 * 24 * HOUR);
    await expect(
      refused({ queueId: 'support', callbackNumbers: [NUMBER], callbackScheduledTime }),
    ).rejects.toMatchObject({
      code: 'callback.error.scheduled.time.too.far.in.future',
    });
  });
});
