import { readDomainName } from '../domains/domain-name.ts';

/** RFC 5321, section 4.5.3.1.1. */
export const MAX_LOCAL_PART_LENGTH = 64;
/** RFC 5321, section 4.5.3.1.3: a path of 256 octets, less its angle brackets. */
const MAX_ADDRESS_LENGTH = 254;
/** A route for every mailbox of its domain that has none of its own. */
export const CATCH_ALL = '*';
/** RFC 5322's dot-atom: no quotes, comments or routes, which parsers disagree on. */
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;

/** An address of ours, as mail for it is routed: in lower case. */
export interface Mailbox {
  readonly localPart: string;
  readonly domainName: string;
}

/** Reads the local part of a mailbox, in lower case; `undefined` for what cannot be one. */
export function readLocalPart(text: string): string | undefined {
  const localPart = text.toLowerCase();
  return localPart.length <= MAX_LOCAL_PART_LENGTH && LOCAL_PART.test(localPart) ? localPart : undefined;
}

/** Reads an e-mail address (addr-spec); `undefined` for what is none. */
export function readMailbox(address: string): Mailbox | undefined {
  if (address.length > MAX_ADDRESS_LENGTH) return undefined;
  const at = address.lastIndexOf('@');
  const localPart = readLocalPart(address.slice(0, Math.max(0, at)));
  const domainName = readDomainName(address.slice(at + 1), 'address');
  return localPart === undefined || !domainName.ok ? undefined : { localPart, domainName: domainName.value };
}

/** The patterns that mail for a mailbox may be routed by, the nearest first: `ann+offers`, `ann`, `*`. */
export function patternsFor(localPart: string): readonly string[] {
  const plain = localPart.replace(/\+.*$/s, '');
  return [...new Set([localPart, plain, CATCH_ALL])].filter((pattern) => pattern !== '');
}
