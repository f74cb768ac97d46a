import { createHmac } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LightMyRequestResponse } from 'fastify';
import { onTestFinished } from 'vitest';
import { flowLibrary, openWorkspace, type Workspace } from '../../src/files/workspace.ts';
import { type Host, openHost } from '../../src/host.ts';
import type { TriggerSeed } from '../../src/platform/triggers/trigger-seed.ts';
import type { ConversationStore } from '../../src/store/conversation-store.ts';
import { FakeClock } from '../support/fake-clock.ts';

/** Of every trigger but those whose variable is not set. */
export const SECRET = 'a-secret-of-some-length';

/** The workflow of docs/triggers.md: writes to the customer that the order is on its way. */
const ORDER_SHIPPED = {
  type: 'workflow',
  name: 'Order shipped',
  variables: {
    'Flow.email': { type: 'string', isInput: true },
    'Flow.order': { type: 'string', isInput: true },
    'Flow.parcels': { type: 'integer', isInput: true },
    'Flow.sent': { type: 'boolean', isOutput: true, initialValue: false },
  },
  startUp: { task: 'write' },
  tasks: {
    write: [
      {
        callData: {
          dataAction: 'send-email',
          inputs: {
            toAddress: { var: 'Flow.email' },
            subject: 'Your order {{Flow.order}}',
            text: 'It is on its way.',
          },
          outputs: { success: [{ updateData: { 'Flow.sent': true } }] },
        },
      },
      { endWorkflow: 'written' },
    ],
  },
};

/** As in docs/triggers.md, and others for what can be wrong. */
const TRIGGERS: readonly TriggerSeed[] = [
  {
    name: 'order-shipped',
    flow: 'Order shipped',
    secretEnv: 'SHIPPING_SECRET',
    inputs: {
      'Flow.email': '$.customer.email',
      'Flow.order': '$.order.id',
      'Flow.parcels': "$.order['parcel counts'][0]",
    },
  },
  { name: 'plain', flow: 'Order shipped', secretEnv: 'SHIPPING_SECRET' },
  { name: 'off', flow: 'Order shipped', secretEnv: 'SHIPPING_SECRET', isEnabled: false },
  { name: 'no-secret', flow: 'Order shipped', secretEnv: 'NOT_SET' },
  { name: 'short-secret', flow: 'Order shipped', secretEnv: 'SHORT_SECRET' },
  { name: 'no-flow', flow: 'Gone', secretEnv: 'SHIPPING_SECRET' },
  { name: 'a-call', flow: 'Main line', secretEnv: 'SHIPPING_SECRET' },
];

/** What a test opens a host with. */
export interface TriggerHostOptions {
  readonly file?: string;
  readonly clock?: FakeClock;
  /** Whether the workflow of the triggers is there; absent: it is. */
  readonly withFlow?: boolean;
  readonly wrapStore?: (store: ConversationStore) => ConversationStore;
}

/** A host with the triggers above. */
export interface TriggerHost extends Host {
  readonly clock: FakeClock;
  readonly logged: readonly string[];
  /** Posts an event as the back end does. */
  post(name: string, body: unknown, headers?: Headers): Promise<LightMyRequestResponse>;
  /** Waits until nothing is under way. */
  done(): Promise<void>;
}

type Headers = { readonly [name: string]: string | undefined };

const workspaces = new Map<boolean, Workspace>();

/** Opens one; closed when the test ends, unless the test did. */
export async function openTriggerHost({
  file = ':memory:',
  clock = new FakeClock(),
  withFlow = true,
  wrapStore,
}: TriggerHostOptions = {}): Promise<TriggerHost> {
  const workspace = workspaces.get(withFlow) ?? workspaceOf(withFlow);
  workspaces.set(withFlow, workspace);
  const logged: string[] = [];
  let ids = 0;
  const host = await openHost({
    database: file,
    flows: flowLibrary(workspace.flows),
    environment: workspace.environment.environment,
    settings: workspace.environment.settings,
    seed: { ...workspace.seed, triggers: [...TRIGGERS] },
    dataActions: workspace.dataActions,
    localClient: { clientId: 'attendant-local' },
    port: 0,
    clock,
    ids: { next: () => `${withFlow ? 'a' : 'b'}0000000-0000-4000-8000-${String(++ids).padStart(12, '0')}` },
    log: { info: () => undefined, warn: (message) => void logged.push(message) },
    secretOf: (name) => ({ SHIPPING_SECRET: SECRET, SHORT_SECRET: 'short' })[name],
    ...(wrapStore !== undefined && { wrapStore }),
  });
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= host.close());
  onTestFinished(close);
  return {
    ...host,
    clock,
    logged,
    close,
    async done() {
      await host.engine.idle();
      await host.platform.settled();
    },
    post(name, body, headers = {}) {
      const payload = typeof body === 'string' ? body : JSON.stringify(body);
      const given = { 'x-attendant-signature': signatureOf(payload, clock.now()), ...headers };
      return host.server.inject({
        method: 'POST',
        url: `/triggers/${name}`,
        headers: {
          host: 'localhost',
          'content-type': 'application/json',
          ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
        },
        payload,
      });
    },
  };
}

/** `X-Attendant-Signature` of a body. @param at epoch ms */
export function signatureOf(body: string, at: number, secret = SECRET): string {
  const seconds = Math.floor(at / 1000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

function workspaceOf(withFlow: boolean): Workspace {
  const folder = mkdtempSync(join(tmpdir(), 'attendant-triggers-'));
  try {
    mkdirSync(join(folder, 'data-actions'));
    cpSync(
      'flows/data-actions/send-email.data-action.json',
      join(folder, 'data-actions/send-email.data-action.json'),
    );
    cpSync('flows/local.environment.json', join(folder, 'local.environment.json'));
    cpSync('flows/tables', join(folder, 'tables'), { recursive: true });
    cpSync('flows/local.platform.json', join(folder, 'local.platform.json'));
    writeFileSync(join(folder, 'main-line.flow.json'), JSON.stringify(MAIN_LINE));
    if (withFlow) writeFileSync(join(folder, 'order-shipped.flow.json'), JSON.stringify(ORDER_SHIPPED));
    const workspace = openWorkspace({ path: folder });
    const errors = workspace.diagnostics.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) throw new Error(JSON.stringify(errors));
    return workspace;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const MAIN_LINE = {
  type: 'inboundCall',
  name: 'Main line',
  startUp: { task: 'hangUp' },
  tasks: { hangUp: [{ disconnect: {} }] },
};
