import type { Clock } from '../ports.ts';
import type { OpenSimulation } from '../simulator/open-simulation.ts';
import { HEARTBEAT_SECONDS } from './call-stream.ts';
import { simulationView } from './simulation-view.ts';

/** What a simulated call is followed with. */
export interface SimulationStreamOptions {
  readonly open: OpenSimulation;
  readonly clock: Clock;
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal;
}

/** A simulated call as it stands, and again whenever it has gone on; a slow client is told where it stands by then. */
export async function* simulationStream({
  open,
  clock,
  signal,
}: SimulationStreamOptions): AsyncGenerator<string, void> {
  let isNews = true;
  let wake = () => {};
  const stop = open.onStep(() => {
    isNews = true;
    wake();
  });
  const onGone = () => wake();
  signal.addEventListener('abort', onGone);
  try {
    yield 'retry: 1000\n\n';
    while (!signal.aborted) {
      if (isNews) {
        isNews = false;
        yield `id: ${open.simulation.steps.length}\ndata: ${JSON.stringify(simulationView(open))}\n\n`;
      } else if (await isQuiet(clock, (next) => (wake = next))) yield ': the call goes on\n\n';
    }
  } finally {
    stop();
    signal.removeEventListener('abort', onGone);
  }
}

/** Resolves with false when it is woken, with true after the time of a heartbeat. */
function isQuiet(clock: Clock, onWake: (wake: () => void) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = clock.at(clock.now() + HEARTBEAT_SECONDS * 1000, () => resolve(true));
    onWake(() => {
      cancel();
      resolve(false);
    });
  });
}
