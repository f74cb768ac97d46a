// Plays many calls at once and kills itself with SIGKILL when a request arrives at the platform.
// node child-many.js <flows folder> <database> <request to die at> ; one line of JSON for every step that was accepted
import { subscribe } from 'node:diagnostics_channel';
import { writeSync } from 'node:fs';
import { flowLibrary, openWorkspace } from '../../dist/files/workspace.js';
import { openHost } from '../../dist/host.js';
import { simulatedClock } from '../../dist/simulator/simulated-clock.js';

const [, , flowsFolder, database, dieAt] = process.argv;
const CALLS = 200;
let requests = 0;
subscribe('http.server.request.start', () => {
  if (++requests === Number(dieAt)) process.kill(process.pid, 'SIGKILL');
});

const workspace = openWorkspace({ path: flowsFolder });
const client = workspace.seed.oauthClients[0];
let ids = 0;
const { engine } = await openHost({
  database,
  flows: flowLibrary(workspace.flows),
  // Texts take no time here, so that keys count at once.
  environment: { ...workspace.environment.environment, speechCharactersPerSecond: 0 },
  settings: workspace.environment.settings,
  seed: workspace.seed,
  localClient: { clientId: client.id },
  port: 0,
  clock: simulatedClock(Date.UTC(2026, 0, 15, 12)),
  ids: { next: () => `aaaaaaaa-0000-4000-8000-${String(++ids).padStart(12, '0')}` },
  log: { info: () => undefined, warn: () => undefined },
});

async function play(number) {
  const call = { ani: `tel:+${number}` };
  const { id } = await engine.startCall({ flow: 'WhatsApp consent', call });
  for (const [step, keys] of [
    [1, '1'],
    [2, '1#'],
    [3, ''],
  ]) {
    writeSync(1, `${JSON.stringify({ id, number, step })}\n`);
    if (keys !== '') await engine.stimulate(id, { type: 'pressed', keys });
  }
}

await Promise.all(Array.from({ length: CALLS }, (_, n) => play(String(13175550100 + n))));
await engine.idle();
process.exit(0);
