/** Names of fields that hold what nobody may read in a file. */
const SECRET_WORD =
  /pass(word|wd|phrase|code)?|pwd|secret|token|credential|private|api[-_]?key|signature|\bpin\b/i;
const KEY = /(^|[-_])(key|KEY)$|(^|[a-z0-9])Key$/;
/** Ends of names that tell something about a secret and are none: `tokenUrl`, `token_type`. */
const ABOUT = /(url|uri|host|endpoint|path|type|kind|id|name|header|issuer|audience|seconds|scope)$/i;
const MIN_RANDOM_LENGTH = 20;

/** Whether a field is called like a secret, as `client_secret` or `apiKey` is. */
export function isSecretName(name: string): boolean {
  return (SECRET_WORD.test(name) || KEY.test(name)) && !ABOUT.test(name);
}

/** Whether a text looks as if a machine had made it up: long, without spaces, of letters in both cases and digits. */
export function looksRandom(text: string): boolean {
  if (text.length < MIN_RANDOM_LENGTH || !/^[\w+/=~.-]+$/.test(text)) return false;
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text);
}

/** Whether a text begins as the value of an Authorization header does, or is a key in PEM. */
export function looksLikeCredential(text: string): boolean {
  return /^(bearer|basic|token|apikey)\s+\S/i.test(text) || /-----BEGIN /.test(text);
}
