import { existsSync } from 'node:fs';
import type { JsonObject } from '../../src/authoring/json.ts';
import { flowLibrary, openWorkspace, type Workspace } from '../../src/files/workspace.ts';
import { type Host, openHost } from '../../src/host.ts';
import type { MessageExcerpt } from '../../src/platform/messages/message.ts';
import type { Conversation } from '../../src/runtime/conversation.ts';
import { type SimulatedClock, simulatedClock } from '../../src/simulator/simulated-clock.ts';
import type { ConversationStore, StoredStep } from '../../src/store/conversation-store.ts';
import { AttendantDatabase } from '../../src/store/database.ts';
import { sqliteConversations } from '../../src/store/sqlite-conversations.ts';
import { goOnOnEngine, playOnEngine } from './play-on-engine.js';

/** When every call begins, as in child.js. */
const START = Date.UTC(2026, 0, 15, 12);
const ACTS = ['1', '1'];

/** A call as it is stored. */
export interface StoredCall {
  readonly conversation: Conversation;
  readonly steps: readonly StoredStep[];
}

/** A call after its end, with what was sent. */
export interface EndedCall extends StoredCall {
  readonly deliveries: readonly MessageExcerpt[];
}

/** Reads the newest call of a database that nobody has open. */
export async function storedCall(file: string): Promise<StoredCall | undefined> {
  if (!existsSync(file)) return undefined;
  const database = AttendantDatabase.open(file);
  try {
    return await newestCall(sqliteConversations(database));
  } finally {
    database.close();
  }
}

/** Starts again on what a killed process left, at the moment it was left, and plays the call to its end. */
export async function goOn(flowsFolder: string, file: string): Promise<EndedCall> {
  const left = await storedCall(file);
  const clock = simulatedClock(left?.steps.at(-1)?.at ?? START);
  const host = await openLocal(flowsFolder, file, clock);
  try {
    await playOn(host, clock, left);
    await host.platform.settled();
    const ended = await newestCall(host.store);
    if (ended === undefined) throw new Error('there is no call');
    return { ...ended, deliveries: host.platform.messages.newest({ limit: 100 }) };
  } finally {
    await host.close();
  }
}

/** Opens a host on a database, on a clock that stands still. */
export function openLocal(flowsFolder: string, file: string, clock: SimulatedClock): Promise<Host> {
  const workspace = workspaceOf(flowsFolder);
  let ids = 0;
  return openHost({
    database: file,
    flows: flowLibrary(workspace.flows),
    environment: workspace.environment.environment,
    settings: workspace.environment.settings,
    seed: workspace.seed,
    localClient: { clientId: 'attendant-local' },
    port: 0,
    clock,
    ids: { next: () => `eeeeeeee-0000-4000-8000-${String(++ids).padStart(12, '0')}` },
    log: { info: () => undefined, warn: () => undefined },
  });
}

const workspaces = new Map<string, Workspace>();

/** Read once: the flows do not change while these tests run. */
function workspaceOf(folder: string): Workspace {
  const workspace = workspaces.get(folder) ?? openWorkspace({ path: folder });
  workspaces.set(folder, workspace);
  return workspace;
}

async function playOn(host: Host, clock: SimulatedClock, left: StoredCall | undefined): Promise<void> {
  const { engine, store } = host;
  const pressed = left?.steps.filter(({ stimulus }) => stimulus.type === 'pressed').length ?? 0;
  const acts = ACTS.slice(pressed);
  const start = { flow: 'WhatsApp consent', call: { ani: 'tel:+13175550123' } };
  if (left === undefined) await playOnEngine({ engine, store, clock }, start, acts);
  else await goOnOnEngine({ engine, store, clock }, left.conversation.id, acts);
}

async function newestCall(store: ConversationStore): Promise<StoredCall | undefined> {
  const [newest] = await store.list(1);
  const conversation = newest === undefined ? undefined : await store.load(newest.id);
  return conversation === undefined ? undefined : { conversation, steps: await store.steps(conversation.id) };
}

/** The steps of a call with its ids renamed by order of appearance: which ids a process draws says nothing. */
export function comparable({ steps }: StoredCall): JsonObject[] {
  const names = new Map<string, string>();
  const renamed = JSON.stringify(steps).replaceAll(/[0-9a-f]{8}-0000-4000-8000-[0-9]{12}/g, (id) => {
    const name = names.get(id) ?? `id ${names.size + 1}`;
    names.set(id, name);
    return name;
  });
  return JSON.parse(renamed) as JsonObject[];
}
