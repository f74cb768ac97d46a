import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import type { Diagnostic } from '../authoring/diagnostic.ts';
import { didYouMean } from '../authoring/suggest.ts';
import { FLOW_SUFFIX } from '../files/definition-files.ts';

/** How names of files with tests end. */
export const TEST_SUFFIX = '.test.json';

/** A path as a file names it: from that file's folder on. */
export function beside(file: string, path: string): string {
  return isAbsolute(path) ? path : join(dirname(file), path);
}

/** The flow that a file of tests is about: the one it names, or the one that it is named after. */
export function flowFileOf(file: string, named: string | undefined): string | Diagnostic {
  if (named !== undefined) {
    const path = beside(file, named);
    if (existsSync(path)) return path;
    return noFlow(
      file,
      '/flow',
      `there is no flow ${named}`,
      didYouMean(basename(named), flowsAround(path), 'check the path'),
    );
  }
  const parts = basename(file, TEST_SUFFIX).split('.');
  const names = parts.map((_part, index) => parts.slice(0, parts.length - index).join('.'));
  const folders = [dirname(file), join(dirname(file), '..')];
  const found = folders
    .flatMap((folder) => names.map((name) => join(folder, `${name}${FLOW_SUFFIX}`)))
    .find((path) => existsSync(path));
  if (found !== undefined) return found;
  const hint = didYouMean(`${names.at(-1)}${FLOW_SUFFIX}`, folders.flatMap(flowsIn), 'write "flow"');
  return noFlow(
    file,
    '',
    `there is no ${names.at(-1)}${FLOW_SUFFIX} beside the tests or in the folder above`,
    hint,
  );
}

function noFlow(file: string, pointer: string, message: string, hint: string): Diagnostic {
  return { severity: 'error', file, pointer, code: 'TEST_FLOW', message, hint };
}

function flowsAround(path: string): readonly string[] {
  return flowsIn(dirname(path));
}

function flowsIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => name.endsWith(FLOW_SUFFIX));
}
