import { type Static, Type } from 'typebox';
import { type Diagnostic, hasErrors, type Place } from '../authoring/diagnostic.ts';
import { type Json, type JsonObject, pointerTo } from '../authoring/json.ts';
import { mergePatch } from '../authoring/merge-patch.ts';
import { schemaCheck } from '../authoring/schema-check.ts';
import { didYouMean } from '../authoring/suggest.ts';
import { checkDecisionTables, checkRows } from '../runtime/check/tables.ts';
import { EMPTY_ENVIRONMENT, type Environment, THING_SCHEMAS } from '../runtime/environment.ts';
import { checkSchedules } from '../runtime/schedule/check-schedules.ts';
import { loadTableFile } from './data-table-file.ts';
import { dataActionNames } from './definition-files.ts';
import { readJsonFile } from './json-file.ts';
import { missingAudio } from './prompt-audio.ts';

/** What belongs to one installation and not to a flow: values for data actions, and how people and lines behave. */
export const EnvironmentFileSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    description: Type.Optional(Type.String()),
    settings: Type.Optional(
      Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]), {
        description:
          'What data actions read as {{settings.name}}. No secrets: those are environment variables.',
      }),
    ),
    ...THING_SCHEMAS,
  },
  { additionalProperties: false },
);

type EnvironmentFile = Static<typeof EnvironmentFileSchema>;

/** An environment, read: what flows see, and what data actions see. */
export interface LoadedEnvironment {
  readonly environment: Environment;
  readonly settings: { readonly [name: string]: Json };
  readonly diagnostics: readonly Diagnostic[];
}

const check = schemaCheck(EnvironmentFileSchema);

/** Reads an environment file; without one, every queue answers at once and there are no settings. */
export function loadEnvironment(file: string | undefined): LoadedEnvironment {
  if (file === undefined) return fromFile({}, []);
  const read = readJsonFile(file);
  if (!read.ok) return fromFile({}, read.diagnostics);
  const { json, locate } = read.value;
  const shape = check(json, { file, pointer: '' });
  const loaded = shape.length > 0 ? { things: {}, found: shape } : loadThings(json as EnvironmentFile, file);
  const faults = loaded.found.map((fault) =>
    fault.file === file && fault.line === undefined ? { ...fault, ...locate(fault.pointer) } : fault,
  );
  return fromFile(hasErrors(faults) ? {} : loaded.things, faults);
}

/** What lies in files of its own is read, and all of it is checked. */
function loadThings(
  json: EnvironmentFile,
  file: string,
): { readonly things: EnvironmentFile; readonly found: readonly Diagnostic[] } {
  const found: Diagnostic[] = [];
  const report = (pointer: string, code: string, message: string, hint: string) => {
    found.push({ severity: 'error', file, pointer, code, message, hint });
  };
  checkSchedules(json, report);
  checkDecisionTables(json.decisionTables ?? {}, (pointer, ...fault) =>
    report(`/decisionTables${pointer}`, ...fault),
  );
  found.push(...missingAudio(json.prompts ?? {}, file), ...unusedAnswers(json.dataActions ?? {}, file));
  const tables = Object.entries(json.dataTables ?? {}).map(([name, table]) => {
    const at = pointerTo('/dataTables', name);
    checkRows(table, table.rows ?? [], (pointer, ...fault) => report(`${at}/rows${pointer}`, ...fault));
    if (table.file === undefined) return [name, table] as const;
    if (table.rows !== undefined)
      report(at, 'TABLE_FILE', 'the table has rows and a file', 'keep one of them');
    const loaded = loadTableFile(table, table.file, file, `${at}/file`);
    found.push(...loaded.diagnostics);
    return [name, loaded.table] as const;
  });
  return { things: { ...json, ...(tables.length > 0 && { dataTables: Object.fromEntries(tables) }) }, found };
}

/** An answer under a wrong name would let the request be sent after all. */
function unusedAnswers(answers: { readonly [name: string]: unknown }, file: string): readonly Diagnostic[] {
  const known = dataActionNames(file);
  if (known.length === 0) return [];
  return Object.keys(answers)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      severity: 'warning',
      file,
      pointer: pointerTo('/dataActions', name),
      code: 'UNKNOWN_DATA_ACTION',
      message: `there is no data action \`${name}\`: this answer is never used`,
      hint: didYouMean(name, known, 'it is the name of the file without .data-action.json'),
    }));
}

/** An environment with some of it changed (RFC 7396). @param place of the changes, for messages. */
export function patchedEnvironment(
  { environment, settings, diagnostics }: LoadedEnvironment,
  patch: JsonObject,
  place: Place,
): LoadedEnvironment {
  const patched = mergePatch({ ...environment, settings } as unknown as JsonObject, patch);
  const faults = check(patched, place);
  return fromFile(hasErrors(faults) ? {} : (patched as EnvironmentFile), [...diagnostics, ...faults]);
}

function fromFile(file: EnvironmentFile, diagnostics: readonly Diagnostic[]): LoadedEnvironment {
  const { $schema: _, description: __, settings = {}, ...things } = file;
  return { environment: { ...EMPTY_ENVIRONMENT, ...things }, settings, diagnostics };
}
