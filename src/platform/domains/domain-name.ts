import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { getDomain } from 'tldts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { dkimPrefix, selectorOf } from './dkim-key.ts';

/** RFC 1035, section 2.3.4: a name without its last dot, and one label. */
const MAX_NAME_LENGTH = 253;
const MAX_LABEL_LENGTH = 63;
/** What stands before a domain in the name of its DKIM record. */
const DKIM_PREFIX_LENGTH = dkimPrefix(selectorOf(0)).length;
/** Letters, marks and digits of any script, hyphens, and the dots that IDNA takes for a dot. */
const WRITABLE = /^[\p{L}\p{M}\p{N}\p{Extended_Pictographic}.\u3002\uff0e\uff61-]+$/u;
const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

/**
 * Reads a domain name as people write it: lower case, A-labels (`bücher.example` is `xn--bcher-kva.example`), without
 * the dot at its end.
 *
 * @param field the field to blame.
 */
export function readDomainName(text: string, field: string): Outcome<string> {
  const fault = (why: string) => refuse('attendant.domain.name.invalid', `${field} ${why}.`, { field });
  // domainToASCII reads percent signs, spaces and IPv4 addresses in hexadecimal: nothing of that may reach it.
  if (text.length > MAX_NAME_LENGTH + 1) return fault(`is longer than ${MAX_NAME_LENGTH} characters`);
  if (!WRITABLE.test(text))
    return fault('must be a domain name such as sales.example.com: letters, digits, hyphens and dots');
  const name = domainToASCII(text).replace(/\.$/, '').toLowerCase();
  if (name === '') return fault('is no valid internationalized domain name');
  if (name.length > MAX_NAME_LENGTH) return fault(`is longer than ${MAX_NAME_LENGTH} characters`);
  const labels = name.split('.');
  if (labels.some((label) => label === '')) return fault('has an empty part between its dots');
  if (labels.some((label) => label.length > MAX_LABEL_LENGTH))
    return fault(`has a part longer than ${MAX_LABEL_LENGTH} characters`);
  if (!labels.every((label) => LABEL.test(label)))
    return fault(
      'has a part that begins or ends with a hyphen, or holds other than letters, digits and hyphens',
    );
  if (isIP(name) !== 0 || /^\d+$/.test(labels.at(-1) ?? '')) return fault('is an address, not a domain name');
  return done(name);
}

/**
 * The domain that an organization registers: `example.co.uk` of `mail.example.co.uk`. Suffixes under which companies
 * give names away count as well: of `shop.github.io` it is `shop.github.io`.
 *
 * @returns `undefined` for a public suffix itself, such as `co.uk`.
 */
export function organizationalDomain(name: string): string | undefined {
  return getDomain(name, { allowPrivateDomains: true }) ?? undefined;
}

/** Reads the name of a domain to send from: below a registered one (M2), and short enough for its DKIM record. */
export function readSendingName(text: string, field: string): Outcome<string> {
  const read = readDomainName(text, field);
  if (!read.ok) return read;
  const root = organizationalDomain(read.value);
  if (root === undefined || root === read.value) return refuseRoot(read.value, root, field);
  const room = MAX_NAME_LENGTH - DKIM_PREFIX_LENGTH;
  if (read.value.length <= room) return read;
  const message = `${field} is longer than ${room} characters: there is no room before it for the DKIM record.`;
  return refuse('attendant.domain.name.invalid', message, { field });
}

/** M2, in the words of the reason. */
function refuseRoot(name: string, root: string | undefined, field: string): Outcome<never> {
  const what = root === undefined ? 'a suffix under which others register domains' : 'a root domain';
  const right = root === undefined ? 'a subdomain of your own domain' : `a subdomain such as sales.${name}`;
  const message = `${field} is ${what}. Its CNAME record would send everything that is for the domain, its website and mail too, to the host for bounces. Use ${right}.`;
  return refuse('attendant.domain.root', message, { field });
}
