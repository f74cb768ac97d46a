import { readDomainName } from '../domains/domain-name.ts';
import { done, type Outcome, refuse } from '../refusal.ts';

/** E7. RFC 5321, section 4.5.3.1.1, has the same limit. */
export const MAX_LOCAL_PART_LENGTH = 64;
/** RFC 5321, section 4.5.3.1.3: a path of 256 octets, less its angle brackets. */
const MAX_ADDRESS_LENGTH = 254;
/** RFC 5322's dot-atom: no quotes, comments, spaces or routes, which nobody's mailbox needs and parsers disagree on. */
const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;

/** An e-mail address as it goes into headers and envelopes. */
export interface MailAddress {
  /** Local part as written, domain as A-labels in lower case. */
  readonly address: string;
  readonly domain: string;
}

/** Reads an address (addr-spec). Refuses what is none, without repeating it. */
export function readMailAddress(text: string, field: string): Outcome<MailAddress> {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(0, at));
  if ([...local].length > MAX_LOCAL_PART_LENGTH)
    return refuse(
      'constraint.validation',
      `${field} has more than ${MAX_LOCAL_PART_LENGTH} characters before the @.`,
      { field },
    );
  const read = readDomainName(text.slice(at + 1), field);
  const domain = read.ok ? read.value : '';
  const address = `${local}@${domain}`;
  if (LOCAL_PART.test(local) && domain.includes('.') && address.length <= MAX_ADDRESS_LENGTH)
    return done({ address, domain });
  return refuse(
    'email.error.invalid.email',
    `${field} is not an e-mail address such as ann@example.com: one mailbox, without name, quotes or brackets.`,
    { field },
  );
}
