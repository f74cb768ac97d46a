import type { JsonObject } from '../authoring/json.ts';
import type { OpenSimulation } from '../simulator/open-simulation.ts';
import type { SimulationRecord } from '../store/simulation-store.ts';
import { isoTime } from './iso-time.ts';
import { momentView } from './moment-view.ts';

/** A simulated call as it stands: its last moment, and how it is played. */
export function simulationView(open: OpenSimulation): JsonObject {
  const { simulation, clock, parts, dataActions, breakpoints } = open;
  const moments = open.moments();
  const { origin, differsAt, goesOutside } = parts;
  return {
    ...momentView(moments, moments.all.length),
    simulation: {
      clock: isoTime(clock.now()),
      nextAt: isoTime(simulation.nextAt() ?? null),
      isStepping: simulation.isStepping,
      isAnsweredByHand: simulation.isAnsweredByHand,
      dataActions,
      goesOutside,
      breakpoints: breakpoints.map((one) => ({ ...one })),
      origin: origin === undefined ? null : { ...origin },
      differsAt: differsAt === undefined ? null : differsAt + 1,
    },
  };
}

/** A simulated call in a list. */
export function simulationEntity(record: SimulationRecord): JsonObject {
  const { id, flowName, flowHash, status, waitsFor, clock, createdAt, updatedAt, origin } = record;
  return {
    id,
    flow: { name: flowName, version: flowHash },
    status,
    waitsFor: waitsFor ?? null,
    clock: isoTime(clock),
    createdAt: isoTime(createdAt),
    updatedAt: isoTime(updatedAt),
    origin: origin === undefined ? null : { ...origin },
  };
}
