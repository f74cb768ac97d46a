// How many rows a second does a million-row CSV import reach, how much memory does the process hold, and how fast does the
// server answer meanwhile? A real server in a process of its own, on a real file; the CSV is streamed from disk over HTTP while
// another connection asks one thing after the other. `node bench/import.js 100000` imports fewer rows.
import { fork } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Client } from 'undici';

const ROWS = 1_000_000;
const COLUMNS = ['customer', 'first_name', 'last_name', 'phone', 'email', 'note'];
const LINES_A_WRITE = 10_000;

/** @returns rows a second, and of the server: peak memory in MB and the times of other answers in ms. */
export async function importRows(rows = ROWS, { query = '' } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'attendant-bench-'));
  const file = join(folder, 'contacts.csv');
  await pipeline(Readable.from(lines(rows)), createWriteStream(file));
  const child = fork(new URL('./import-server.js', import.meta.url), [join(folder, 'bench.db'), ...COLUMNS]);
  try {
    const { port } = await new Promise((resolve) => child.once('message', resolve));
    const resting = memoryOf(child.pid);
    const others = askOn(port);
    const began = performance.now();
    const answer = await upload(port, file, query);
    const seconds = (performance.now() - began) / 1000;
    const times = await others.stop();
    if (answer.importedCount !== rows) throw new Error(JSON.stringify(answer));
    const bytes = statSync(file).size;
    return { perSecond: rows / seconds, megabytes: bytes / 1e6, resting, memory: memoryOf(child.pid), times };
  } finally {
    child.disconnect();
    await new Promise((ended) => child.once('exit', ended));
    rmSync(folder, { recursive: true });
  }
}

function* lines(rows) {
  yield `${COLUMNS.join(',')}\n`;
  for (let first = 0; first < rows; first += LINES_A_WRITE) {
    let text = '';
    for (let row = first; row < Math.min(rows, first + LINES_A_WRITE); row++)
      text += `C${row},Given${row % 1000},Family${row % 5000},+49301${String(row).padStart(7, '0')},person${row}@example.com,"Order ${row}, by ""post"""\n`;
    yield text;
  }
}

async function upload(port, file, query) {
  const client = new Client(`http://127.0.0.1:${port}`, { headersTimeout: 0, bodyTimeout: 0 });
  const { statusCode, body } = await client.request({
    method: 'POST',
    path: `/attendant/contact-lists/bench/imports${query}`,
    headers: { 'content-type': 'text/csv', 'content-length': String(statSync(file).size) },
    body: createReadStream(file, { highWaterMark: 256 * 1024 }),
  });
  const answer = await body.json();
  await client.close();
  if (statusCode !== 200) throw new Error(JSON.stringify(answer));
  return answer;
}

/** Asks one thing after the other on a connection of its own. */
function askOn(port) {
  const client = new Client(`http://127.0.0.1:${port}`);
  const times = [];
  let isStopped = false;
  const asking = (async () => {
    while (!isStopped) {
      const began = performance.now();
      const { body } = await client.request({ method: 'GET', path: '/attendant/outbox?limit=1' });
      await body.text();
      times.push(performance.now() - began);
    }
  })();
  return {
    async stop() {
      isStopped = true;
      await asking;
      await client.close();
      times.sort((a, b) => a - b);
      const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
      return { count: times.length, p50: at(0.5), p99: at(0.99), max: at(1) };
    },
  };
}

/** The most memory a process held at once, in MB, as Linux counts it. */
function memoryOf(pid) {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1000;
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const rows = Number(process.argv[2] ?? ROWS);
  for (const query of ['', '?idColumn=customer', '?onError=none']) {
    const { perSecond, megabytes, resting, memory, times } = await importRows(rows, { query });
    const show = (value, digits = 0) =>
      value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
    console.log(`${show(rows)} rows, ${show(megabytes)} MB ${query}`);
    console.log(`  ${show(perSecond)} rows/s, ${show(memory)} MB resident at most (${show(resting)} before)`);
    console.log(
      `  ${show(times.count)} other answers: p50 ${show(times.p50, 1)} ms, p99 ${show(times.p99, 1)} ms, max ${show(times.max)} ms`,
    );
  }
}
