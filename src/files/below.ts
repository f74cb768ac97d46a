import { realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';

/** Whether a file lies below a folder, by its path alone. */
export function isBelow(folder: string, file: string): boolean {
  const path = relative(resolve(folder), resolve(file));
  return path !== '' && path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

/** Whether a file lies below a folder, links followed. A file that is not there lies where its path says. */
export function isTrulyBelow(folder: string, file: string): boolean {
  return isBelow(folder, file) && isBelow(realPath(folder), realPath(file));
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
