import type { LightMyRequestResponse } from 'fastify';
import type { DnsLookup } from '../../src/platform/domains/dns-lookup.ts';
import { INBOUND_DOMAINS_PATH } from '../../src/platform/inbound-email/inbound-domain-entity.ts';
import type { FlowPort, FlowStart } from '../../src/platform/interactions/flow-port.ts';
import type { PlatformSeed } from '../../src/platform/platform-seed.ts';
import { type LocalServer, openLocalServer, TEST_SEED } from './local-server.ts';

/** An inbound domain. */
export const SUPPORT = 'support.example.com';

const CLIENTS = [
  { id: 'postmaster', permissions: ['routing:email:manage'] },
  { id: 'viewer', permissions: ['routing:email:view'] },
  { id: 'nobody', permissions: [] },
].map((client) => ({ ...client, name: client.id, secret: `${client.id}-secret`, localOnly: true }));

/** Flows that only note what they are asked. */
export interface RecordedFlows extends FlowPort {
  readonly started: FlowStart[];
  readonly written: (readonly [interactionId: string, text: string])[];
  /** Interactions whose flow waits for what the customer writes. */
  readonly waiting: Set<string>;
  /** When set, nothing can be started. */
  fault?: Error | undefined;
}

/** A flow for e-mail named `mail-flow`, and one for messages named `chat-flow`. */
export function recordedFlows(): RecordedFlows {
  const flows: RecordedFlows = {
    started: [],
    written: [],
    waiting: new Set(),
    typeOf: (flow) => ({ 'mail-flow': 'inboundEmail', 'chat-flow': 'inboundMessage' })[flow],
    async start(start) {
      if (flows.fault !== undefined) throw flows.fault;
      if (!flows.started.some(({ interactionId }) => interactionId === start.interactionId))
        flows.started.push(start);
    },
    async write(interactionId, text) {
      if (!flows.waiting.has(interactionId)) return false;
      flows.written.push([interactionId, text]);
      return true;
    },
    end: async () => undefined,
  };
  return flows;
}

/** A platform whose inbound domains are asked as a client that may manage them. */
export interface InboundServer extends LocalServer {
  readonly flows: RecordedFlows;
  ask(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path?: string,
    payload?: unknown,
    client?: string,
  ): Promise<LightMyRequestResponse>;
}

/** Opens a platform with the queue `support` and recorded flows. */
export async function openInboundServer({
  dns,
  seed = {},
  file,
  flows = recordedFlows(),
}: {
  readonly dns?: DnsLookup;
  readonly seed?: Partial<PlatformSeed>;
  readonly file?: string;
  readonly flows?: RecordedFlows;
} = {}): Promise<InboundServer> {
  const local = await openLocalServer({
    seed: { ...TEST_SEED, oauthClients: CLIENTS, queues: [{ id: 'support', name: 'Support' }], ...seed },
    flows,
    ...(dns !== undefined && { platformOptions: { dns } }),
    ...(file !== undefined && { file }),
  });
  const logins = new Map<string, { authorization: string }>();
  return {
    ...local,
    flows,
    async ask(method, path = '', payload = undefined, client = 'postmaster') {
      const headers = logins.get(client) ?? (await local.login(client));
      logins.set(client, headers);
      return local.inject({
        method,
        url: `${INBOUND_DOMAINS_PATH}${path}`,
        headers: { ...headers, ...(payload !== undefined && { 'content-type': 'application/json' }) },
        ...(payload !== undefined && { payload: JSON.stringify(payload) }),
      });
    },
  };
}
