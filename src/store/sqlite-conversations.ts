import type Sqlite from 'better-sqlite3';
import { AttendantError } from '../errors.ts';
import { fromAddressOf, toAddressOf } from '../runtime/call-addresses.ts';
import type { Conversation } from '../runtime/conversation.ts';
import type { Environment } from '../runtime/environment.ts';
import { callSearch } from './call-search.ts';
import type { ConversationStore, FlowVersion, StepRecord, StoredStep } from './conversation-store.ts';
import type { AttendantDatabase } from './database.ts';
import { environmentVersions } from './environment-versions.ts';

interface StepRow {
  readonly step: number;
  readonly at: number;
  readonly stimulus: string;
  readonly events: string;
  readonly environment_key: number | null;
}

/*
 * Conversations in SQLite.
 *
 * Owns the tables flow_version, conversation and step.
 * I1: a step and the state after it are written in one transaction, shared with all others of that moment.
 * I2: step N of a conversation is written once; a second writer gets CONVERSATION_CONFLICT and its state is not kept.
 */

/**
 * Keeps conversations in an Attendant database.
 *
 * @param environment what the steps run with that are kept from now on; absent: nobody will know.
 */
export function sqliteConversations(
  database: AttendantDatabase,
  environment?: Environment,
): ConversationStore {
  const { sqlite, commits } = database;
  const sql = statements(sqlite);
  const search = callSearch(sqlite);
  const environments = environmentVersions(sqlite);
  const environmentKey = environment === undefined ? null : environments.keep(environment);
  return {
    saveStep: (record) => {
      const row = stepRow(record);
      return commits.add(() => writeStep(sql, row, environmentKey));
    },
    load: async (id) => {
      const state = sql.load.get(id);
      return state === undefined ? undefined : (JSON.parse(state) as Conversation);
    },
    steps: async (id) => sql.steps.all(id).map(toStep),
    due: async (now, limit) => sql.due.all(now, limit),
    nextDueAt: async (after) => sql.nextDueAt.get(after) ?? undefined,
    unanswered: async () => sql.unanswered.all(),
    list: async (limit, query = {}) => search(limit, query),
    saveFlow: ({ hash, name, type, bundle }) => commits.add(() => sql.saveFlow.run(hash, name, type, bundle)),
    loadFlow: async (hash) => sql.loadFlow.get(hash),
    loadEnvironment: async (key) => environments.load(key),
  };
}

function statements(sqlite: Sqlite.Database) {
  return {
    insertConversation: sqlite.prepare(`
      insert into conversation (id, flow_hash, flow_name, step, status, waits_for, due_at, started_at, updated_at, state,
        from_address, to_address)
      values (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`),
    updateConversation: sqlite.prepare(`
      update conversation set step = ?, status = ?, waits_for = ?, due_at = ?, updated_at = ?, state = ?
      where id = ? and step = ?`),
    insertStep: sqlite.prepare(
      'insert into step (conversation_id, step, at, stimulus, events, environment_key) values (?, ?, ?, ?, ?, ?)',
    ),
    load: sqlite.prepare<[string], string>('select state from conversation where id = ?').pluck(),
    steps: sqlite.prepare<[string], StepRow>(
      'select step, at, stimulus, events, environment_key from step where conversation_id = ? order by step',
    ),
    due: sqlite
      .prepare<[number, number], string>(
        'select id from conversation where due_at <= ? order by due_at, id limit ?',
      )
      .pluck(),
    nextDueAt: sqlite
      .prepare<[number], number | null>('select min(due_at) from conversation where due_at > ?')
      .pluck(),
    unanswered: sqlite
      .prepare<[], string>(
        "select id from conversation where due_at is not null and waits_for = 'dataAction' order by id",
      )
      .pluck(),
    saveFlow: sqlite.prepare(
      'insert into flow_version (hash, name, type, bundle) values (?, ?, ?, ?) on conflict do nothing',
    ),
    loadFlow: sqlite.prepare<[string], FlowVersion>(
      'select hash, name, type, bundle from flow_version where hash = ?',
    ),
  };
}

/** Serialized before it waits for the commit, so that the transaction itself stays short. */
function stepRow({ conversation, at, stimulus, events }: StepRecord) {
  return {
    conversation,
    at,
    state: JSON.stringify(conversation),
    stimulus: JSON.stringify(stimulus),
    events: JSON.stringify(events),
  };
}

function writeStep(
  sql: ReturnType<typeof statements>,
  { conversation, at, state, stimulus, events }: ReturnType<typeof stepRow>,
  environmentKey: number | null,
): void {
  const { id, flow, step, status, wait, startedAt, call } = conversation;
  const waitsFor = wait?.for ?? null;
  const dueAt = wait?.dueAt ?? null;
  const { changes } =
    step === 1
      ? sql.insertConversation.run(
          ...[id, flow.hash, flow.name, status, waitsFor, dueAt, startedAt, at, state],
          ...[fromAddressOf(call) ?? null, toAddressOf(call) ?? null],
        )
      : sql.updateConversation.run(step, status, waitsFor, dueAt, at, state, id, step - 1);
  if (changes !== 1) {
    throw new AttendantError(
      'CONVERSATION_CONFLICT',
      `step ${step} of conversation ${id} was stored by somebody else first`,
    );
  }
  sql.insertStep.run(id, step, at, stimulus, events, environmentKey);
}

function toStep({ step, at, stimulus, events, environment_key }: StepRow): StoredStep {
  return {
    step,
    at,
    stimulus: JSON.parse(stimulus) as StoredStep['stimulus'],
    events: JSON.parse(events) as StoredStep['events'],
    ...(environment_key !== null && { environment: environment_key }),
  };
}
