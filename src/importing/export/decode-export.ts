import { isJsonObject, type Json, type JsonObject } from '../../authoring/json.ts';
import { refuseNesting } from '../../authoring/load-gate.ts';
import { ImportFault } from '../notes.ts';
import { MAX_IMPORT_DEPTH, MAX_IMPORT_VALUES, plainJson } from '../plain-json.ts';

const NO_EXPORT = 'export it again from Architect (Save, Export), and do not edit the file';

/** Whether a text looks like an Architect export: one long base64 text, or the JSON within. */
export function looksLikeExport(text: string): boolean {
  const start = text.trimStart().slice(0, 400);
  return /^\{\s*"/.test(start) || /^[A-Za-z0-9+/=\r\n]{40,}$/.test(start.trimEnd());
}

/**
 * The JSON of an Architect export (`.i3InboundFlow` and kin): base64 of percent-encoded JSON text.
 *
 * @throws ImportFault with the layer that is broken.
 */
export function decodeExport(text: string): JsonObject {
  const trimmed = text.trim();
  const json = trimmed.startsWith('{') ? trimmed : percentDecoded(base64Decoded(trimmed));
  const nesting = refuseNesting(json, { depth: MAX_IMPORT_DEPTH, values: MAX_IMPORT_VALUES });
  if (nesting !== undefined)
    throw new ImportFault('IMPORT_LIMIT', `the export ${nesting}`, 'is it the right file?');
  const parsed = plainJson(parsedJson(json));
  if (isJsonObject(parsed) && Array.isArray(parsed['flowSequenceItemList'])) return parsed;
  const remedy = `a data action has "contract" and "config"; a flow: ${NO_EXPORT}`;
  throw new ImportFault(
    'IMPORT_FLOW',
    'this is no exported data action, and no flow exported from Architect',
    remedy,
  );
}

function base64Decoded(text: string): string {
  const compact = text.replaceAll(/\s/g, '');
  if (/^[A-Za-z0-9+/]*={0,2}$/.test(compact) && compact.length % 4 === 0)
    return utf8(Buffer.from(compact, 'base64'));
  throw new ImportFault('IMPORT_SYNTAX', 'this is no export from Architect: it is not base64', NO_EXPORT);
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ImportFault(
      'IMPORT_SYNTAX',
      'this is no export from Architect: its content is not text',
      NO_EXPORT,
    );
  }
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ImportFault(
      'IMPORT_SYNTAX',
      'the export is damaged: its percent-encoding is broken',
      NO_EXPORT,
    );
  }
}

function parsedJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new ImportFault('IMPORT_SYNTAX', 'the export is damaged: it holds no JSON', NO_EXPORT);
  }
}
