// How soon does a campaign of a million contacts send its first message, unsorted and sorted by four columns? How many messages a
// second does it hand over when its rate is out of the way, what does the process hold then, and is a rate kept? Each campaign runs in
// a process of its own, with the local outbox in place of a carrier, consents for everybody, and a do-not-contact list.
// `node bench/campaigns.js [contacts]`, a million by default.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CONTACTS = 1_000_000;
/** The rate that is watched, and for how long. */
const RATE = 6_000;
const WATCHED_MS = 130_000;
const FULL_SPEED_MS = 30_000;

/** @returns the figures of one campaign. */
export async function campaignFigures(contacts, mode) {
  const folder = mkdtempSync(join(tmpdir(), 'attendant-campaign-'));
  const child = fork(new URL('./campaigns-server.js', import.meta.url), [
    join(folder, 'attendant.db'),
    String(contacts),
    mode,
  ]);
  try {
    await heard(child, 'ready');
    child.send('start');
    const { ms: firstMs, longestStallMs } = await heard(child, 'first');
    if (mode !== 'rate') {
      await sleep(FULL_SPEED_MS);
      child.send('tell');
      return { firstMs, longestStallMs, ...(await heard(child, 'told')) };
    }
    await sleep(WATCHED_MS);
    child.send('times');
    const { times } = await heard(child, 'times');
    return { firstMs, ...rateOf(times) };
  } finally {
    child.disconnect();
    await new Promise((ended) => child.once('exit', ended));
    rmSync(folder, { recursive: true });
  }
}

/** The most messages in any 60 seconds, and the fewest in any that is whole. */
function rateOf(times) {
  let [most, fewest] = [0, Number.POSITIVE_INFINITY];
  for (let first = 0, last = 0; first < times.length; first++) {
    while (last < times.length && times[last] < times[first] + 60_000) last++;
    most = Math.max(most, last - first);
    if (times[first] + 60_000 <= times.at(-1)) fewest = Math.min(fewest, last - first);
  }
  return { rate: RATE, most, fewest };
}

function heard(child, kind) {
  return new Promise((resolve) => {
    const listen = (message) => {
      if (message.kind !== kind) return;
      child.off('message', listen);
      resolve(message);
    };
    child.on('message', listen);
  });
}

function sleep(ms) {
  return new Promise((done) => setTimeout(done, ms));
}

if (process.argv[1]?.endsWith('campaigns.js')) {
  const contacts = Number(process.argv[2] ?? CONTACTS);
  for (const mode of ['plain', 'sorted', 'rate']) console.log(mode, await campaignFigures(contacts, mode));
}
