// Flows of Archy and exports of Architect: each is imported, compiled, and played from its start to an end.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadEnvironment } from '../../dist/files/environment.js';
import { loadFlow } from '../../dist/files/load-flow.js';
import { importFlows } from '../../dist/importing/import-flows.js';
import { playedThrough } from './play-through.js';

/** How far a file came; each is a share of its own. */
const STAGES = [
  ['read', 'Flows, read'],
  ['whole', 'Flows, every action known'],
  ['sound', 'Flows, without errors'],
  ['played', 'Flows, played from start to end'],
  ['untroubled', 'Flows, ended without an error in a world made up'],
];

/** The shares of the flows of a folder, with what each file lacks. */
export function importedFlows(folder) {
  const files = readdirSync(join(folder, 'flows')).filter((file) => /\.(i3\w+|ya?ml)$/i.test(file));
  const found = files.map((file) => ({ file, ...stagesOf(join(folder, 'flows', file)) }));
  return STAGES.map(([stage, name]) => {
    const misses = found
      .filter((one) => one[stage] !== true)
      .map((one) => ({ file: one.file, left: one[stage] }));
    return { name, total: files.length, passed: files.length - misses.length, misses };
  });
}

/** For each stage `true`, or what is in the way. */
function stagesOf(path) {
  const { files, notes } = importFlows([{ file: path, text: readFileSync(path, 'utf8') }]);
  const flow = files.find(({ kind }) => kind === 'flow');
  if (flow === undefined) return everyStage(notes.map(({ code, message }) => `${code} ${message}`));
  const opaque = notes.filter(({ code }) => code === 'IMPORT_OPAQUE').map(({ message }) => message);
  const dir = mkdtempSync(join(tmpdir(), 'attendant-corpus-'));
  try {
    for (const { path: name, json } of files) write(join(dir, name), json);
    const { environment, diagnostics } = environmentOf(dir, files);
    const loaded = loadFlow(join(dir, flow.path));
    const errors = [...diagnostics, ...loaded.diagnostics].filter(({ severity }) => severity === 'error');
    const sound =
      errors.length === 0 ? true : errors.map((one) => `${one.code} ${one.pointer} ${one.message}`);
    return {
      read: true,
      whole: opaque.length === 0 ? true : opaque,
      sound,
      ...(sound === true ? played(loaded, environment) : { played: NOT_SOUND, untroubled: NOT_SOUND }),
    };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

const NOT_SOUND = ['not without errors'];

function played(loaded, environment) {
  const { ended, errors } = playedThrough(loaded, environment);
  return { played: ended, untroubled: errors.length === 0 ? true : errors };
}

function everyStage(left) {
  return Object.fromEntries(STAGES.map(([stage]) => [stage, left]));
}

function write(file, json) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(json));
}

function environmentOf(dir, files) {
  const environment = files.find(({ kind }) => kind === 'environment');
  return loadEnvironment(environment === undefined ? undefined : join(dir, environment.path));
}
