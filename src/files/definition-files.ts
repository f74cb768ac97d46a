import { existsSync, readdirSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';

/** How names of flow files end. */
export const FLOW_SUFFIX = '.flow.json';
/** How names of data-action files end. */
export const DATA_ACTION_SUFFIX = '.data-action.json';
/** How names of data-action files may end: Genesys Cloud exports `name.custom.json` and `name.customAuth.json` (D2). */
const DATA_ACTION_SUFFIXES = [DATA_ACTION_SUFFIX, '.custom.json', '.customAuth.json', '.json'];

const DATA_ACTIONS = 'data-actions';
/** A name that cannot lead out of a folder. */
const PLAIN_NAME = /^[\w-]+(\.[\w-]+)*$/;

/** A flow's file beside the file that names it, or in the folders above it up to the working folder. */
export function flowFile(from: string, name: string): string | undefined {
  return fileIn(foldersAbove(from), name, [FLOW_SUFFIX]);
}

/** A data action's file in `data-actions` beside the file that names it, or beside the folders above it. */
export function dataActionFile(from: string, name: string): string | undefined {
  return fileIn(dataActionFolders(from), name, DATA_ACTION_SUFFIXES);
}

/** Names of the data actions within reach of a file: what stands before `.data-action.json`, or `.custom.json`. */
export function dataActionNames(from: string): readonly string[] {
  const names = dataActionFolders(from)
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder))
    .flatMap(dataActionName);
  return [...new Set(names)].sort();
}

function dataActionName(file: string): readonly string[] {
  const suffix = DATA_ACTION_SUFFIXES.find((one) => file.endsWith(one));
  const name = file.slice(0, -(suffix?.length ?? 0));
  // A cassette or a test beside it is no data action.
  const isOther = suffix === '.json' && name.includes('.');
  return suffix === undefined || isOther ? [] : [name];
}

function fileIn(folders: readonly string[], name: string, suffixes: readonly string[]): string | undefined {
  if (!PLAIN_NAME.test(name)) return undefined;
  return folders
    .flatMap((folder) => suffixes.map((suffix) => join(folder, `${name}${suffix}`)))
    .find((file) => existsSync(file));
}

function dataActionFolders(from: string): readonly string[] {
  return foldersAbove(from).map((folder) => join(folder, DATA_ACTIONS));
}

/** The folder of a file and those above it, up to the working folder, or the root when that is not among them. */
function foldersAbove(file: string): readonly string[] {
  const folders: string[] = [];
  const end = resolve('.');
  for (let folder = dirname(resolve(file)); ; folder = dirname(folder)) {
    folders.push(asNamed(file, folder));
    if (folder === end || folder === dirname(folder)) return folders;
  }
}

/** Files are shown as the user named the first one: relative to the working folder, or absolute. */
function asNamed(file: string, folder: string): string {
  return isAbsolute(file) ? folder : relative('.', folder);
}
