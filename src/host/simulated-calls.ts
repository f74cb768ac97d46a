import type { FastifyPluginAsync } from 'fastify';
import { callTestRoutes } from '../api/call-test-routes.ts';
import { momentRoutes } from '../api/moment-routes.ts';
import { simulationRoutes } from '../api/simulation-routes.ts';
import type { JsonObject } from '../authoring/json.ts';
import { FAULT_PRESETS } from '../calling/fault-presets.ts';
import { watchedClock } from '../calling/watched-clock.ts';
import { performingReceivers } from '../simulator/receivers.ts';
import { Simulations } from '../simulator/simulations.ts';
import type { ConversationStore } from '../store/conversation-store.ts';
import type { AttendantDatabase } from '../store/database.ts';
import { sqliteSimulations } from '../store/sqlite-simulations.ts';
import { saveTest } from '../testing/save-test.ts';
import { unpaused } from '../testing/whole-steps.ts';
import type { Late } from './desks.ts';
import type { HostOptions } from './host-options.ts';

/** Simulated calls. Each has a desk of its own: what its data actions wait for passes on its own clock. */
export function openSimulations(
  options: HostOptions,
  calls: ConversationStore,
  database: AttendantDatabase,
  late: Late,
): Simulations {
  return new Simulations({
    ...options,
    ...simulatedIn(options),
    calls,
    store: sqliteSimulations(database),
    goesOutside: reachesOutside(options),
    receivers(flow, clock) {
      const waits = watchedClock(clock);
      if (late.deskOn === undefined) throw new Error('no call is simulated before the server listens');
      return performingReceivers(late.deskOn(waits).runner, flow, waits);
    },
  });
}

/** Whether what data actions do can be noticed outside of this machine. */
function reachesOutside({
  target,
  carriers,
  allowedHosts = [],
  integrations = [],
  replay,
}: HostOptions): boolean {
  if (replay !== undefined) return false;
  const hasCarriers = carriers !== undefined && Object.keys(carriers).length > 0;
  return target !== undefined || hasCarriers || allowedHosts.length > 0 || integrations.length > 0;
}

/** The operator's API on them, and on moments of all calls. */
export function simulationGroups(
  { flows, clock, log, settings, environment }: HostOptions,
  simulations: Simulations,
): readonly FastifyPluginAsync[] {
  const faults = Object.keys(FAULT_PRESETS);
  return [
    simulationRoutes({ simulations, flows, clock, log, faults }),
    momentRoutes({ simulations, flows }),
    callTestRoutes({
      simulations,
      flows,
      async saveTest(moments, flow) {
        const saved = await saveTest({ steps: unpaused(moments), flow, environment, settings });
        // A test is JSON: it is written to a file.
        return { ...saved, definition: saved.definition as unknown as JsonObject };
      },
    }),
  ];
}

/** Where only simulated calls are played, they are played on the time that the host has. */
function simulatedIn({ simulates, clock }: HostOptions) {
  if (simulates === undefined) return {};
  const { clockAt, realTime } = simulates;
  return { clockAt, clock: { ...clock, now: realTime } };
}
