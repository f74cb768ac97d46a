/**
 * The encrypted file of secrets: its text, and what is in it. What it keeps to:
 *
 * S1 Values are encrypted with AES-256-GCM, each under a nonce of its own; name and file are bound to it, so that entries
 *    cannot change places.
 * S2 The keys come from the passphrase by scrypt; its cost is fixed here and not read from the file.
 * S3 A MAC over all entries tells whether one was changed, removed or added by somebody without the passphrase. An older
 *    copy of the whole file cannot be told apart.
 * S4 Names are readable without the passphrase; values are not.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  randomBytes,
  scryptSync,
  timingSafeEqual,
} from 'node:crypto';
import { type Static, Type } from 'typebox';
import type { Json } from '../authoring/json.ts';
import { refuseNesting } from '../authoring/load-gate.ts';
import { schemaCheck } from '../authoring/schema-check.ts';
import { SECRET_NAME } from './secret-name.ts';

/** 32 MB and about 0.2 s: OWASP's "Password Storage Cheat Sheet" for scrypt (read 2026-11-21). */
const SCRYPT = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };
const FORMAT = 'attendant-secrets-1';
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const Base64 = Type.String({ pattern: '^[A-Za-z0-9+/]*={0,2}$', maxLength: 200_000 });
const SealedFile = Type.Object(
  {
    format: Type.Unsafe<typeof FORMAT>({ const: FORMAT }),
    salt: Base64,
    check: Base64,
    secrets: Type.Record(Type.String({ pattern: SECRET_NAME }), Base64, { additionalProperties: false }),
    mac: Base64,
  },
  { additionalProperties: false },
);
type SealedFile = Static<typeof SealedFile>;

const checkShape = schemaCheck(SealedFile);

/** Secrets by name, in clear. */
export type ClearSecrets = ReadonlyMap<string, string>;

/** What opening a file gives; the message is a sentence without any value. */
export type Unsealed =
  | { readonly ok: true; readonly secrets: ClearSecrets }
  | { readonly ok: false; readonly message: string };

interface Keys {
  readonly encryption: Buffer;
  readonly mac: Buffer;
}

/** The text of a file with these secrets. Salt and nonces are new each time. */
export function sealSecrets(secrets: ClearSecrets, passphrase: string): string {
  const salt = randomBytes(SALT_BYTES);
  const keys = keysOf(passphrase, salt);
  const names = [...secrets.keys()].sort();
  const sealed = {
    format: FORMAT,
    salt: salt.toString('base64'),
    check: encrypt(keys, salt, '', FORMAT),
    secrets: Object.fromEntries(
      names.map((name) => [name, encrypt(keys, salt, name, secrets.get(name) ?? '')]),
    ),
  } as const;
  return `${JSON.stringify({ ...sealed, mac: macOf(keys, sealed).toString('base64') }, null, 2)}\n`;
}

/** Opens the text of a file. */
export function unsealSecrets(text: string, passphrase: string): Unsealed {
  const file = readSealed(text);
  if (file === undefined) return { ok: false, message: 'is no file of secrets, or is damaged' };
  const salt = Buffer.from(file.salt, 'base64');
  const keys = keysOf(passphrase, salt);
  if (decrypt(keys, salt, '', file.check) !== FORMAT)
    return { ok: false, message: 'is not opened by this passphrase' };
  const mac = Buffer.from(file.mac, 'base64');
  const expected = macOf(keys, file);
  if (mac.length !== expected.length || !timingSafeEqual(mac, expected))
    return { ok: false, message: CHANGED };
  const secrets = new Map<string, string>();
  for (const [name, sealed] of Object.entries(file.secrets)) {
    const value = decrypt(keys, salt, name, sealed);
    if (value === undefined) return { ok: false, message: CHANGED };
    secrets.set(name, value);
  }
  return { ok: true, secrets };
}

const CHANGED = 'was changed by something else than `attendant secret`; restore it, or set its secrets again';

/** The names in the text of a file, which anybody may read; undefined when it is no such file. */
export function namesOfSealed(text: string): readonly string[] | undefined {
  const file = readSealed(text);
  return file === undefined ? undefined : Object.keys(file.secrets).sort();
}

function readSealed(text: string): SealedFile | undefined {
  if (refuseNesting(text) !== undefined) return undefined;
  try {
    const json = JSON.parse(text) as Json;
    // The shape check has just found no fault.
    return checkShape(json, { file: '', pointer: '' }).length === 0 ? (json as SealedFile) : undefined;
  } catch {
    return undefined;
  }
}

function keysOf(passphrase: string, salt: Buffer): Keys {
  const both = scryptSync(passphrase.normalize('NFC'), salt, 64, SCRYPT);
  return { encryption: both.subarray(0, 32), mac: both.subarray(32) };
}

function boundTo(salt: Buffer, name: string): Buffer {
  return Buffer.from(`${FORMAT}\n${salt.toString('base64')}\n${name}`, 'utf8');
}

/** @returns nonce, tag and ciphertext, in base64. */
function encrypt({ encryption }: Keys, salt: Buffer, name: string, value: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', encryption, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundTo(salt, name));
  const data = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), data]).toString('base64');
}

function decrypt({ encryption }: Keys, salt: Buffer, name: string, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', encryption, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(boundTo(salt, name));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    const data = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([data, decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

function macOf({ mac }: Keys, { format, salt, check, secrets }: Omit<SealedFile, 'mac'>): Buffer {
  const entries = Object.entries(secrets).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHmac('sha256', mac)
    .update(JSON.stringify([format, salt, check, entries]))
    .digest();
}
