import { compileDataAction } from '../../actions/compile-data-action.ts';
import { secretsInDefinition } from '../../actions/places/secrets-in-definition.ts';
import { type Diagnostic, hasErrors } from '../../authoring/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject, own } from '../../authoring/json.ts';
import { type Locate, type Notes, newNotes } from '../notes.ts';
import { convertDataAction } from './convert-data-action.ts';
import { dataActionId } from './data-action-id.ts';
import { newDifferences } from './differences.ts';
import { NotConvertible } from './not-convertible.ts';

/** An exported data action: its file's name, its text, and what that says. */
export interface DataActionSource {
  readonly file: string;
  readonly text: string;
  readonly json: JsonObject;
  /** Where a value stands in the text. */
  readonly locate: Locate;
}

/** A data action that was imported, and the file it goes to, relative to the folder of flows. */
export interface ImportedDataAction {
  readonly source: string;
  readonly path: string;
  /** What flows call it by, here and in Genesys Cloud. */
  readonly id: string;
  readonly name: string;
  /** The definition in native form, or the text of the export, unchanged. */
  readonly content: JsonObject | string;
}

/** What an import of data actions gives. */
export interface ImportedDataActions {
  readonly files: readonly ImportedDataAction[];
  readonly notes: readonly Diagnostic[];
}

/** Whether a JSON value looks like a data action in Genesys Cloud's form: an export, or an Action of the platform API. */
export function looksLikeDataAction(json: Json): json is JsonObject {
  return isJsonObject(json) && isJsonObject(own(json, 'contract')) && isJsonObject(own(json, 'config'));
}

/**
 * Imports data actions: those with an exact native form in that form, the others as they are. Pure; what differs, and
 * why one was kept as it is, are notes.
 *
 * @param options.velocity whether all are kept as they are.
 */
export function importDataActions(
  sources: readonly DataActionSource[],
  options: { readonly velocity?: boolean } = {},
): ImportedDataActions {
  const taken = new Set<string>();
  const notes: Diagnostic[] = [];
  const files = sources.map((source) => {
    const own = newNotes(source.file, source.locate);
    const id = dataActionId(source.file, taken);
    const file = importOne(source, id, own, options.velocity === true);
    notes.push(...own.list);
    return file;
  });
  return { files, notes };
}

function importOne(
  source: DataActionSource,
  id: string,
  notes: Notes,
  velocity: boolean,
): ImportedDataAction {
  const { file, json, text } = source;
  const name = own(json, 'name');
  const known = { source: file, id, name: typeof name === 'string' ? name : id };
  const isNative = own(json, 'templates') === 'handlebars';
  const { diagnostics } = compileDataAction(json, file);
  const isKept = isNative || velocity || hasErrors(diagnostics);
  const converted = isKept ? undefined : attempt(json, notes);
  if (converted === undefined) addAll(diagnostics, notes);
  addAll(secretsInDefinition(json, file), notes);
  if (converted !== undefined)
    return { ...known, path: `data-actions/${id}.data-action.json`, content: converted };
  return { ...known, path: `data-actions/${id}.${suffixOf(json)}.json`, content: text };
}

function suffixOf(json: JsonObject): string {
  if (own(json, 'templates') === 'handlebars') return 'data-action';
  return own(json, 'actionType') === 'customAuth' ? 'customAuth' : 'custom';
}

function addAll(diagnostics: readonly Diagnostic[], notes: Notes): void {
  for (const { severity, pointer, code, message, hint } of diagnostics)
    notes.add(severity, pointer, code, message, hint);
}

/** The native form with a note of each difference, or undefined with a note of what is in the way. */
function attempt(json: JsonObject, notes: Notes): JsonObject | undefined {
  const differences = newDifferences();
  const found = newNotes('');
  try {
    const converted = convertDataAction(json, found, differences);
    addAll(found.list, notes);
    differences.noteAll(notes);
    return converted;
  } catch (error) {
    if (!(error instanceof NotConvertible)) throw error;
    noteKept(json, error, notes);
    return undefined;
  }
}

function noteKept(json: JsonObject, { message, piece, pointer }: NotConvertible, notes: Notes): void {
  const what =
    piece === undefined ? '' : `\`${piece.slice(0, 80)}\`${placeOf(textAt(json, pointer), piece)}: `;
  const hint = 'it runs as it is; change this in the export to convert it';
  notes.add('warning', pointer, 'IMPORT_KEPT', `kept as it was exported: ${what}${message}`, hint);
}

/** Where a piece stands in a text of the export, as faults of templates say it. */
function placeOf(text: string, piece: string): string {
  const at = text.indexOf(piece);
  if (at < 0) return '';
  const before = text.slice(0, at).split('\n');
  const line = before.length === 1 ? '' : `line ${before.length}, `;
  return ` (${line}character ${(before.at(-1) ?? '').length + 1} of the text)`;
}

function textAt(json: JsonObject, pointer: string): string {
  let at: Json | undefined = json;
  for (const key of pointer.split('/').slice(1))
    at = isJsonObject(at) ? own(at, key.replaceAll('~1', '/').replaceAll('~0', '~')) : undefined;
  return typeof at === 'string' ? at : '';
}
