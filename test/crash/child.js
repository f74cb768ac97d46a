// Plays a call on a data folder and kills itself with SIGKILL at the crossing it is told, or says how many there were.
// node child.js <flows folder> <database> <crossing to die at, 0 for none> <first part of all ids>
import { subscribe } from 'node:diagnostics_channel';
import { flowLibrary, openWorkspace } from '../../dist/files/workspace.js';
import { openHost } from '../../dist/host.js';
import { simulatedClock } from '../../dist/simulator/simulated-clock.js';
import { GroupCommit } from '../../dist/store/group-commit.js';
import { playOnEngine } from './play-on-engine.js';

const [, , flowsFolder, database, dieAt, idPrefix] = process.argv;
const START = Date.UTC(2026, 0, 15, 12);
const crossings = [];
let isCounting = false;

/** The process is gone before this returns when it is the crossing to die at. */
function cross(where) {
  if (!isCounting) return;
  crossings.push(where);
  if (crossings.length === Number(dieAt)) process.kill(process.pid, 'SIGKILL');
}

// Between "before saving" and its commit, and between the commit and "after saving", nothing reaches the world: one crossing each.
let saved = [];
const flush = GroupCommit.prototype.flush;
GroupCommit.prototype.flush = function flushAndCross() {
  const what = saved.length === 0 ? 'a commit of the platform' : `the commit of ${saved.join(', ')}`;
  saved = [];
  cross(`before ${what}`);
  flush.call(this);
  cross(`after ${what}`);
};
subscribe('undici:request:bodySent', () => cross('the request has left'));
subscribe('http.server.request.start', () => cross('the request has arrived'));
subscribe('undici:request:headers', () => cross('the answer has arrived and is not read'));

const workspace = openWorkspace({ path: flowsFolder });
const client = workspace.seed.oauthClients[0];
const clock = simulatedClock(START);
let ids = 0;
const host = await openHost({
  database,
  flows: flowLibrary(workspace.flows),
  environment: workspace.environment.environment,
  settings: workspace.environment.settings,
  seed: workspace.seed,
  localClient: { clientId: client.id },
  port: 0,
  clock,
  ids: { next: () => `${idPrefix}-0000-4000-8000-${String(++ids).padStart(12, '0')}` },
  log: { info: () => undefined, warn: () => undefined },
  wrapStore: (store) => ({
    ...store,
    saveStep: (record) => {
      saved.push(`step ${record.conversation.step}`);
      return store.saveStep(record);
    },
    saveFlow: (version) => {
      saved.push('the flow version');
      return store.saveFlow(version);
    },
  }),
  wrapHttp: (http) => ({
    close: () => http.close(),
    send: async (request, options) => {
      const what = `${request.method} ${new URL(request.url).pathname.split('/').slice(0, 3).join('/')}`;
      cross(`before ${what}`);
      const result = await http.send(request, options);
      cross(`after ${what}`);
      return result;
    },
  }),
});

isCounting = true;
const start = { flow: 'WhatsApp consent', call: { ani: 'tel:+13175550123' } };
await playOnEngine({ engine: host.engine, store: host.store, clock }, start, ['1', '1']);
await host.platform.settled();
isCounting = false;
await host.close();
process.stdout.write(JSON.stringify(crossings));
