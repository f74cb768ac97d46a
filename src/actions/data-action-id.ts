import { isForbiddenKey } from '../authoring/load-gate.ts';

/** Ids stand in transcripts, in cassettes and on command lines. Real exports have spaces, brackets and plus signs in theirs. */
const MAX_LENGTH = 200;
const UNFIT = /[\p{C}\p{Zl}\p{Zp}=]|^\s|\s$/u;

/** The id of a data action: its file's name up to the first dot. */
export function dataActionId(file: string): string {
  const name = file.split(/[\\/]/).at(-1) ?? file;
  return name.split('.')[0] ?? name;
}

/** Why a text cannot be an id, a sentence without a full stop; undefined when it can. */
export function faultOfId(id: string): string | undefined {
  if (id === '' || isForbiddenKey(id)) return "The file's name begins with no name for a data action";
  if (id.length > MAX_LENGTH) return `The file's name is longer than ${MAX_LENGTH} characters`;
  return UNFIT.test(id)
    ? "The file's name holds an invisible character or `=`, or begins or ends with a space"
    : undefined;
}
