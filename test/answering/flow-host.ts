import { onTestFinished } from 'vitest';
import { flowAdapter } from '../../src/answering/flow-adapter.ts';
import { openFlowAnswers } from '../../src/answering/flow-answers.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { DataActionRunner } from '../../src/engine/engine-options.ts';
import { flowLibrary, openWorkspace, type Workspace } from '../../src/files/workspace.ts';
import type { FlowPort } from '../../src/platform/interactions/flow-port.ts';
import type { Interaction } from '../../src/platform/interactions/interaction.ts';
import type { Message } from '../../src/platform/messages/message.ts';
import { openPlatform, type Platform } from '../../src/platform/platform.ts';
import { type SimulatedClock, simulatedClock } from '../../src/simulator/simulated-clock.ts';
import { AttendantDatabase } from '../../src/store/database.ts';
import { sqliteConversations } from '../../src/store/sqlite-conversations.ts';

export const START = Date.UTC(2026, 0, 15, 12);
export const CUSTOMER = '13175550123';
export const OWN = 'whatsapp-main';
const SILENT = { info: () => undefined, warn: () => undefined };
const NO_ACTIONS: DataActionRunner = {
  run: async () => ({ result: 'failure', failure: { errorCode: 'none', userMessage: 'There are none.' } }),
  mayRepeat: () => false,
};

/** Flows with the interactions they run for, without a server. */
export interface FlowHost {
  readonly platform: Platform;
  readonly database: AttendantDatabase;
  readonly engine: Engine;
  readonly clock: SimulatedClock;
  readonly flows: FlowPort;
  /** Stores an interaction with what the customer wrote first, as an intake would, and starts its flow. */
  begin(
    id: string,
    first: string,
    more?: { readonly flow?: string; readonly subject?: string },
  ): Promise<void>;
  interaction(id: string): Interaction;
  /** What went out in an interaction. */
  sent(id: string): readonly Message[];
  /** Waits until nothing is under way. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

const workspaces = new Map<string, Workspace>();

/** Opens it on the flows of a folder. @param isDeaf whether what flows do is not brought over, as if the process had died before. */
export async function openFlowHost({
  file = ':memory:',
  folder = 'flows',
  at = START,
  isDeaf = false,
}: {
  readonly file?: string;
  readonly folder?: string;
  readonly at?: number;
  readonly isDeaf?: boolean;
} = {}): Promise<FlowHost> {
  const workspace = workspaces.get(folder) ?? openWorkspace({ path: folder });
  workspaces.set(folder, workspace);
  const library = flowLibrary(workspace.flows);
  const { environment } = workspace.environment;
  const clock = simulatedClock(at);
  const database = AttendantDatabase.open(file);
  const letter = isDeaf ? 'a' : 'b';
  let ids = 0;
  const shared = {
    database,
    clock,
    log: SILENT,
    ids: { next: () => `${letter.repeat(8)}-0000-4000-8000-${String(++ids).padStart(12, '0')}` },
  };
  const platform = await openPlatform({ ...shared, seed: workspace.seed });
  const store = sqliteConversations(database);
  const engine = new Engine({ ...shared, store, flows: library, dataActions: NO_ACTIONS, environment });
  const answers = openFlowAnswers({ ...platform, ...shared });
  if (!isDeaf) answers.follow(engine);
  await engine.recover();
  if (!isDeaf) await answers.recover();
  const flows = flowAdapter({ store, find: library.find, engine: async () => engine });

  async function settled(): Promise<void> {
    await engine.idle();
    await database.commits.add(() => undefined);
    await platform.settled();
  }

  let isOpen = true;
  async function close(): Promise<void> {
    if (!isOpen) return;
    isOpen = false;
    await engine.close();
    await platform.close();
    database.close();
  }
  onTestFinished(close);

  return {
    ...{ platform, database, engine, clock, flows, settled, close },
    async begin(id, text, { flow = 'Order messages', subject } = {}) {
      const channel = subject === undefined ? 'whatsapp' : 'email';
      const [to, from] = subject === undefined ? [OWN, CUSTOMER] : ['help@mail.example', 'jo@example.com'];
      await database.commits.add(() => {
        platform.interactions.begin({
          ...{ id, channel, direction: 'inbound', ownAddress: to, customerAddress: from, state: 'waiting' },
          ...(subject !== undefined && { subject }),
        });
        platform.messages.add({
          ...{ id: `${id}-first`, interactionId: id, channel, direction: 'inbound', text },
          ...{ fromAddress: from, toAddress: to, acceptedAt: clock.now(), externalId: `<${id}@example.com>` },
        });
      });
      await flows.start({
        ...{ interactionId: id, flow, from: { address: from, name: 'Jo' }, to, text },
        ...(subject !== undefined && { subject }),
      });
      await settled();
    },
    interaction(id) {
      const found = platform.interactions.store.one(id);
      if (found === undefined) throw new Error(`there is no interaction ${id}`);
      return found;
    },
    sent: (id) => platform.messages.ofInteraction(id).filter(({ direction }) => direction === 'outbound'),
  };
}
