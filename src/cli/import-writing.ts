import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Diagnostic } from '../authoring/diagnostic.ts';
import { jsonLayout } from '../authoring/json-layout.ts';
import type { ImportedDataAction } from '../importing/data-action/import-data-actions.ts';
import type { ImportedFile } from '../importing/import-flows.ts';

/** A file that an import writes. */
export interface FileToWrite {
  readonly file: string;
  readonly kind: ImportedFile['kind'] | 'data action as exported';
  readonly text: string;
  /** The file it comes from, when that lies where it belongs already. */
  readonly isInPlace: boolean;
}

/** What goes into a folder of flows. */
export function filesToWrite(
  folder: string,
  files: readonly ImportedFile[],
  dataActions: readonly ImportedDataAction[],
): readonly FileToWrite[] {
  return [
    ...files.map(({ path, json, kind }) => ({
      file: join(folder, path),
      kind,
      text: jsonLayout(json),
      isInPlace: false,
    })),
    ...dataActions.map(({ path, content, source }): FileToWrite => {
      const file = join(folder, path);
      const isInPlace = resolve(file) === resolve(source);
      return typeof content === 'string'
        ? { file, kind: 'data action as exported', text: content, isInPlace }
        : { file, kind: 'data action', text: jsonLayout(content), isInPlace };
    }),
  ];
}

/** Files that are there already, and data actions that would be found in place of new ones. */
export function inTheWay(
  files: readonly FileToWrite[],
  { force }: { readonly force: boolean },
): readonly Diagnostic[] {
  return files.flatMap(({ file, isInPlace }) => {
    if (!isInPlace && !force && existsSync(file))
      return [exists(file, 'write to another folder with --out, or overwrite it with --force')];
    const other = file.replace(/\.custom(Auth)?\.json$/, '.data-action.json');
    return other !== file && existsSync(other)
      ? [exists(other, 'it is found before the export would be; remove it, or write to another folder')]
      : [];
  });
}

function exists(file: string, hint: string): Diagnostic {
  const message = 'there is such a file already; nothing was written';
  return { severity: 'error', file, pointer: '', code: 'IMPORT_EXISTS', message, hint };
}

/** Writes files that are not in their place already. */
export function writeAll(files: readonly FileToWrite[]): void {
  for (const { file, text } of files.filter(({ isInPlace }) => !isInPlace)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
