import type Sqlite from 'better-sqlite3';
import { AttendantError } from '../errors.ts';
import type { Conversation } from '../runtime/conversation.ts';
import type { FlowVersion } from './conversation-store.ts';
import type { AttendantDatabase } from './database.ts';
import { environmentVersions } from './environment-versions.ts';
import type {
  NewSimulation,
  SimulationPlaying,
  SimulationRecord,
  SimulationStep,
  SimulationStepRecord,
  SimulationStore,
} from './simulation-store.ts';

/*
 * Simulated calls in SQLite. Owns the tables simulation and simulation_step.
 *
 * I1: a step and the state after it are written in one transaction.
 * I2: step N of a call is written once.
 */

interface SimulationRow {
  readonly id: string;
  readonly flow_hash: string;
  readonly flow_name: string;
  readonly environment_key: number;
  readonly origin: string | null;
  readonly playing: string | null;
  readonly status: Conversation['status'];
  readonly waits_for: string | null;
  readonly clock: number;
  readonly created_at: number;
  readonly updated_at: number;
}

interface StepRow {
  readonly step: number;
  readonly at: number;
  readonly stimulus: string;
  readonly events: string;
  readonly paused_after: number | null;
  readonly answered: string | null;
}

const COLUMNS =
  'id, flow_hash, flow_name, environment_key, origin, playing, status, waits_for, clock, created_at, updated_at';

/** Keeps simulated calls in an Attendant database. */
export function sqliteSimulations({ sqlite, commits }: AttendantDatabase): SimulationStore {
  const sql = statements(sqlite);
  const environments = environmentVersions(sqlite);
  return {
    saveStep: (call, step, now) => commits.add(() => writeStep(sql, call, step, now)),
    savePlaying: (id, playing) => commits.add(() => void sql.savePlaying.run(JSON.stringify(playing), id)),
    load(id) {
      const row = sql.load.get(id);
      if (row === undefined) return undefined;
      const { state, ...record } = row;
      return { record: toRecord(record), conversation: JSON.parse(state) as Conversation };
    },
    steps: (id) => sql.steps.all(id).map(toStep),
    list: (limit) => sql.list.all(limit).map(toRecord),
    async remove(id) {
      let removed = 0;
      await commits.add(() => {
        sql.removeSteps.run(id);
        removed = sql.remove.run(id).changes;
      });
      return removed === 1;
    },
    saveFlow: ({ hash, name, type, bundle }) =>
      commits.add(() => void sql.saveFlow.run(hash, name, type, bundle)),
    loadFlow: (hash) => sql.loadFlow.get(hash),
    keepEnvironment: (environment) => environments.keep(environment),
    loadEnvironment: (key) => environments.load(key),
  };
}

function statements(sqlite: Sqlite.Database) {
  return {
    insert: sqlite.prepare(`
      insert into simulation (${COLUMNS}, step, state) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?) on conflict do nothing`),
    update: sqlite.prepare(`
      update simulation set step = ?, status = ?, waits_for = ?, clock = ?, updated_at = ?, state = ?
      where id = ? and step = ?`),
    savePlaying: sqlite.prepare('update simulation set playing = ? where id = ?'),
    insertStep: sqlite.prepare(`
      insert into simulation_step (simulation_id, step, at, stimulus, events, paused_after, answered)
      values (?, ?, ?, ?, ?, ?, ?)`),
    load: sqlite.prepare<[string], SimulationRow & { readonly state: string }>(
      `select ${COLUMNS}, state from simulation where id = ?`,
    ),
    steps: sqlite.prepare<[string], StepRow>(`
      select step, at, stimulus, events, paused_after, answered from simulation_step where simulation_id = ? order by step`),
    list: sqlite.prepare<[number], SimulationRow>(
      `select ${COLUMNS} from simulation order by created_at desc, id limit ?`,
    ),
    remove: sqlite.prepare('delete from simulation where id = ?'),
    removeSteps: sqlite.prepare('delete from simulation_step where simulation_id = ?'),
    saveFlow: sqlite.prepare(
      'insert into flow_version (hash, name, type, bundle) values (?, ?, ?, ?) on conflict do nothing',
    ),
    loadFlow: sqlite.prepare<[string], FlowVersion>(
      'select hash, name, type, bundle from flow_version where hash = ?',
    ),
  };
}

function writeStep(
  sql: ReturnType<typeof statements>,
  { environment, origin, playing }: NewSimulation,
  { conversation, at, stimulus, events, answered }: SimulationStepRecord,
  now: number,
): void {
  const { id, flow, step, status, wait, actionsRun } = conversation;
  const state = JSON.stringify(conversation);
  const waitsFor = wait?.for ?? null;
  const from = origin === undefined ? null : JSON.stringify(origin);
  const how = playing === undefined ? null : JSON.stringify(playing);
  const { changes } =
    step === 1
      ? sql.insert.run(
          id,
          flow.hash,
          flow.name,
          environment,
          from,
          how,
          status,
          waitsFor,
          at,
          now,
          now,
          state,
        )
      : sql.update.run(step, status, waitsFor, at, now, state, id, step - 1);
  if (changes !== 1)
    throw new AttendantError(
      'CONVERSATION_CONFLICT',
      `step ${step} of the simulated call ${id} was stored by somebody else first`,
    );
  const pausedAfter = wait?.for === 'pause' ? actionsRun : null;
  const trial = answered === undefined ? null : JSON.stringify(answered);
  sql.insertStep.run(id, step, at, JSON.stringify(stimulus), JSON.stringify(events), pausedAfter, trial);
}

function toStep({ step, at, stimulus, events, paused_after, answered }: StepRow): SimulationStep {
  return {
    step,
    at,
    stimulus: JSON.parse(stimulus) as SimulationStep['stimulus'],
    events: JSON.parse(events) as SimulationStep['events'],
    ...(paused_after !== null && { pausedAfter: paused_after }),
    ...(answered !== null && { answered: JSON.parse(answered) as NonNullable<SimulationStep['answered']> }),
  };
}

function toRecord(row: SimulationRow): SimulationRecord {
  return {
    id: row.id,
    flowHash: row.flow_hash,
    flowName: row.flow_name,
    environment: row.environment_key,
    ...(row.origin !== null && { origin: JSON.parse(row.origin) as NonNullable<SimulationRecord['origin']> }),
    ...(row.playing !== null && { playing: JSON.parse(row.playing) as SimulationPlaying }),
    status: row.status,
    ...(row.waits_for !== null && { waitsFor: row.waits_for }),
    clock: row.clock,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
