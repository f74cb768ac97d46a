import { isJsonObject, type Json, type JsonObject, own } from '../../authoring/json.ts';
import { textAt } from '../archy/archy-flow.ts';
import { EXPORT_ACTIONS } from './export-action-types.ts';
import { exportAudio, isExportAudio } from './export-audio.ts';
import type { ExportBranch } from './export-paths.ts';
import { outputsOf } from './export-paths.ts';
import type { ExportReading } from './export-reading.ts';
import { exportValue, isExportValue } from './export-value.ts';
import { withFailure } from './types/export-type.ts';

/** Fields of every action that say nothing about what it does. */
const BESIDE = ['id', 'name', 'trackingId', 'uiMetaData', '__type', 'nextAction', 'paths', 'path', 'version'];

/** An action of an export in Archy's form: `{ key: { name, settings…, outputs } }`. */
export function exportAction(
  json: JsonObject,
  branches: readonly ExportBranch[],
  reading: ExportReading,
): JsonObject {
  const type = textAt(json, '__type') ?? '';
  const known = own(EXPORT_ACTIONS, type);
  const name = textAt(json, 'name') ?? '';
  const settings = plainSettings(json, reading);
  const shape = known?.settings ?? withFailure({ connTimeout: 'connectTimeout' });
  const shaped = shape(settings, { json, branches, reading });
  const outputs = known?.outputs === undefined ? outputsOf(branches) : known.outputs(branches);
  const hasOutputs = Object.keys(outputs).length > 0;
  return { [known?.key ?? keyOf(type)]: { name, ...shaped, ...(hasOutputs ? { outputs } : {}) } };
}

/** Archy's key by the rule that most follow: `SetWhisperAudioAction` → `setWhisperAudio`. */
function keyOf(type: string): string {
  const name = type.replace(/Action$/, '');
  return `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`;
}

/** Every field in Archy's form, by the name the export has. */
function plainSettings(json: JsonObject, reading: ExportReading): JsonObject {
  const entries = Object.entries(json).filter(([key]) => !BESIDE.includes(key));
  return Object.fromEntries(entries.map(([key, value]) => [key, plain(value, reading)]));
}

function plain(json: Json, reading: ExportReading): Json {
  if (isExportValue(json)) return exportValue(json, reading.names);
  if (isExportAudio(json)) return exportAudio(json, reading.names);
  if (Array.isArray(json)) return json.map((one: Json) => plain(one, reading));
  if (!isJsonObject(json)) return json;
  const id = textAt(json, 'referenceId');
  const named = id === undefined || json['name'] !== undefined ? {} : { name: reading.byId.get(id) ?? id };
  return Object.fromEntries(
    Object.entries({ ...json, ...named }).map(([key, value]) => [key, plain(value, reading)]),
  );
}
