import { createHash } from 'node:crypto';

/** Of a list's key. */
const KEY_BYTES = 6;

/** A key for a list that no other has: 48 bits of the hash of a new identifier. */
export function newListKey(newId: string): number {
  return createHash('sha256').update(newId).digest().readUIntBE(0, KEY_BYTES);
}

/** What the made-up ids of a list begin with; the sequence follows, as 12 hexadecimal digits. */
export function madeUpPrefix(key: number): string {
  const hex = key.toString(16).padStart(2 * KEY_BYTES, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-8000-8000-`;
}

/**
 * The sequence of the contact that a made-up id is of; undefined for an id that this list does not make up. A contact
 * that was added without an id has one that follows from its list and sequence, as `contact.id` in the database does: a
 * UUID of version 8.
 */
export function madeUpSequence(prefix: string, id: string): number | undefined {
  if (!id.startsWith(prefix)) return undefined;
  const digits = id.slice(prefix.length);
  return /^[\da-f]{12}$/.test(digits) ? Number.parseInt(digits, 16) : undefined;
}
