import type { Diagnostic } from '../authoring/diagnostic.ts';

/** Lines and columns of a text by JSON Pointer; an export on one line has none. */
export type Locate = (pointer: string) => { readonly line: number; readonly column: number } | undefined;

/** What was noticed while a file was imported: what could not be carried over, and what was decided. */
export interface Notes {
  readonly list: readonly Diagnostic[];
  /** @param pointer JSON Pointer into the imported document, `''` where it has none. */
  add(severity: Diagnostic['severity'], pointer: string, code: string, message: string, hint?: string): void;
}

/** Notes about one file; the same note is kept once. */
export function newNotes(file: string, locate: Locate = () => undefined): Notes {
  const list: Diagnostic[] = [];
  const seen = new Set<string>();
  return {
    list,
    add(severity, pointer, code, message, hint) {
      const place = locate(pointer);
      const key = JSON.stringify([code, message, place?.line]);
      if (seen.has(key)) return;
      seen.add(key);
      list.push({
        severity,
        file,
        pointer,
        code,
        message,
        ...(hint === undefined ? {} : { hint }),
        ...place,
      });
    },
  };
}

/** A file that cannot be imported at all: one fault, in one sentence. */
export class ImportFault extends Error {
  override readonly name = 'ImportFault';
  readonly code: string;
  readonly hint: string;
  readonly line?: number;
  readonly column?: number;

  constructor(
    code: string,
    message: string,
    hint: string,
    place: { readonly line?: number; readonly column?: number } = {},
  ) {
    super(message);
    this.code = code;
    this.hint = hint;
    if (place.line !== undefined) this.line = place.line;
    if (place.column !== undefined) this.column = place.column;
  }
}

/** The fault of a flow whose branches nest deeper than a flow file can. */
export function nestsTooDeeply(): ImportFault {
  return new ImportFault(
    'IMPORT_LIMIT',
    'the branches of the flow nest too deeply for a flow file',
    'move inner branches into tasks of their own',
  );
}
