import { fileName } from '../native/file-name.ts';

const SUFFIX = /(\.custom|\.customAuth|\.data-action)?\.json$/i;
/** Genesys Cloud ends the names of exports with the time, `-20210303220503`; its own copies with `(1)`. */
const STAMP = /[-_ ]*(?<!\d)20\d{6,15}$/;

/**
 * What a data action is called here, by the name of its export: `Get-Contact-20210303220503.custom.json` is
 * `get-contact`. One that is taken gets a number behind.
 *
 * @param taken the ids given so far; the new one is added.
 */
export function dataActionId(file: string, taken: Set<string>): string {
  const name = file.split(/[\\/]/).at(-1) ?? file;
  return fileName(name.replace(SUFFIX, '').replace(STAMP, ''), 'data-action', taken);
}
