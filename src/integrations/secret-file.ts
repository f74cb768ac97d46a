import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { type ClearSecrets, namesOfSealed, sealSecrets, unsealSecrets } from './sealed-secrets.ts';
import { PASSPHRASE_VARIABLE, type SecretVault } from './secrets.ts';

/** How the encrypted file is called, beside the database. */
export const SECRET_FILE = 'secrets.attendant';
/** Longest secret, in characters: a private key and more. */
export const MAX_SECRET_LENGTH = 16_000;
/** Shortest passphrase for a new file: what the file is worth once it is stolen. */
export const MIN_PASSPHRASE_LENGTH = 12;
const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** The secrets of a file, or a sentence that tells why they cannot be read. */
export type ReadSecrets =
  | { readonly ok: true; readonly secrets: ClearSecrets }
  | { readonly ok: false; readonly message: string };

/** Reads and opens a file; one that is not there holds nothing. */
export function readSecretFile(file: string, passphrase: string | undefined): ReadSecrets {
  const read = textOf(file);
  if (read === undefined) return { ok: true, secrets: new Map() };
  if ('message' in read) return { ok: false, message: read.message };
  if (passphrase === undefined || passphrase === '')
    return { ok: false, message: `${file} is locked: set ${PASSPHRASE_VARIABLE} to its passphrase` };
  const unsealed = unsealSecrets(read.text, passphrase);
  return unsealed.ok ? unsealed : { ok: false, message: `${file} ${unsealed.message}` };
}

/** The names in a file, without opening it. */
export function namesInSecretFile(
  file: string,
): { readonly names: readonly string[] } | { readonly message: string } {
  const read = textOf(file);
  if (read === undefined) return { names: [] };
  if ('message' in read) return read;
  const names = namesOfSealed(read.text);
  return names === undefined ? { message: `${file} is no file of secrets, or is damaged` } : { names };
}

/**
 * Writes a file for its owner alone. Whoever reads it meanwhile finds the old one or the new one, whole.
 *
 * @throws what the file system throws.
 */
export function writeSecretFile(file: string, secrets: ClearSecrets, passphrase: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const fresh = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(fresh, sealSecrets(secrets, passphrase), { mode: 0o600, flag: 'wx' });
    chmodSync(fresh, 0o600);
    renameSync(fresh, file);
  } finally {
    rmSync(fresh, { force: true });
  }
}

/** A file to look secrets up in; it is opened when the first one is wanted, and only once. */
export function openSecretVault(file: string, passphrase: string | undefined): SecretVault {
  let read: ReadSecrets | undefined;
  return {
    find(name) {
      read ??= readSecretFile(file, passphrase);
      if (!read.ok) return { fault: read.message };
      const value = read.secrets.get(name);
      return value === undefined ? undefined : { value };
    },
  };
}

function textOf(file: string): { readonly text: string } | { readonly message: string } | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const stats = statSync(file);
    if (!stats.isFile() || stats.size > MAX_FILE_BYTES) return { message: `${file} is no file of secrets` };
    return { text: readFileSync(file, 'utf8') };
  } catch {
    return { message: `${file} cannot be read; check its permissions` };
  }
}
