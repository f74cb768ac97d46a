import type { Json, JsonObject } from '../../src/authoring/json.ts';
import type { AgentSeed } from '../../src/platform/agents/agent-seed.ts';
import type { PlatformSeed } from '../../src/platform/platform-seed.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type LocalServer, openLocalServer, TEST_SEED } from './local-server.ts';

/** A number to call. */
export const NUMBER = '+13175550123';
/** When the clock of the tests begins. */
export const START = Date.UTC(2026, 0, 15, 12);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const PERMISSIONS = [
  'conversation:callback:create',
  'conversation:callback:edit',
  'conversation:communication:blindTransfer',
  'conversation:communication:disconnect',
  'conversation:communication:view',
  'conversation:message:create',
  'conversation:participant:wrapup',
  'routing:queue:delete',
];

/** A platform with two queues; who is in them is the test's. */
export function callbackSeed(
  users: readonly AgentSeed[] = [],
  more: Partial<PlatformSeed> = {},
): PlatformSeed {
  return {
    ...TEST_SEED,
    oauthClients: [
      { id: 'sender', name: 'All', secret: 'sender-secret', localOnly: true, permissions: PERMISSIONS },
      { id: 'nobody', name: 'None', secret: 'nobody-secret', localOnly: true, permissions: [] },
    ],
    queues: [
      { id: 'support', name: 'Support', mediaSettings: { callback: { alertingTimeoutSeconds: 20 } } },
      {
        id: 'owned',
        name: 'Owned',
        agentOwnedRouting: {
          enableAgentOwnedCallbacks: true,
          maxOwnedCallbackHours: 2,
          maxOwnedCallbackDelayHours: 48,
        },
      },
    ],
    users: [...users],
    ...more,
  };
}

/** An answer of the server. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  readonly body: any;
}

/** A server with callbacks, asked as a client that may do everything. */
export interface CallbackServer {
  readonly local: LocalServer;
  readonly clock: FakeClock;
  ask(
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    url: string,
    body?: Json,
    headers?: JsonObject,
  ): Promise<Answer>;
  /** Asks for a callback of `support`. @returns its conversation's id. */
  create(more?: JsonObject): Promise<string>;
  /** The operator's view of all callbacks that go on, or of one state. */
  shown(state?: string): Promise<readonly JsonObject[]>;
  /** The state of a conversation's callback. */
  stateOf(conversationId: string): string | undefined;
  /** Moves the clock on and lets everything happen that falls due on the way. */
  pass(ms: number): Promise<void>;
}

/** Opens a server with callbacks. */
export async function openCallbackServer(
  seed: PlatformSeed = callbackSeed(),
  options: { readonly file?: string; readonly clock?: FakeClock } = {},
): Promise<CallbackServer> {
  const clock = options.clock ?? new FakeClock(START);
  const local = await openLocalServer({ seed, ...options, clock });
  const token = await local.login();
  const { callbacks } = local.platform;

  const server: CallbackServer = {
    local,
    clock,
    async ask(method, url, body, headers = {}) {
      const answer = await local.inject({
        method,
        url,
        headers: { ...token, 'content-type': 'application/json', ...(headers as { [name: string]: string }) },
        ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
      });
      await callbacks.settled();
      return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() };
    },
    async create(more = {}) {
      const body = { queueId: 'support', callbackNumbers: [NUMBER], ...more };
      const answer = await server.ask('POST', '/api/v2/conversations/callbacks', body);
      if (answer.status !== 200) throw new Error(`refused: ${JSON.stringify(answer.body)}`);
      return answer.body.conversation.id as string;
    },
    async shown(state) {
      const query = state === undefined ? '' : `?state=${state}`;
      return (await server.ask('GET', `/attendant/callbacks${query}`)).body.entities;
    },
    stateOf: (conversationId) => callbacks.store.ofInteraction(conversationId).at(-1)?.state,
    async pass(ms) {
      const until = clock.now() + ms;
      await callbacks.settled();
      // A round arms the timer for what it made due: step by step, each round is waited for.
      for (let next = callbacks.store.nextDueAt(); next !== undefined && next <= until; ) {
        clock.advanceTo(Math.max(next, clock.now()));
        await callbacks.settled();
        next = callbacks.store.nextDueAt();
      }
      clock.advanceTo(until);
      await callbacks.settled();
    },
  };
  return server;
}

/** A time in ISO 8601. */
export function iso(at: number): string {
  return new Date(at).toISOString();
}
