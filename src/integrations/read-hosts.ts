import type { Report } from '../authoring/diagnostic.ts';
import { pointerTo } from '../authoring/json.ts';
import { entryFor, readHostEntry } from '../http/allowed-hosts.ts';

/** Notes the hosts of a list that cannot be allowed. @returns the list. */
export function readHosts(hosts: readonly string[], at: string, report: Report): readonly string[] {
  for (const [index, host] of hosts.entries()) {
    const entry = readHostEntry(host);
    if (!entry.ok) report('INTEGRATION_HOST', pointerTo(at, index), entry.message, entry.hint);
  }
  return hosts;
}

/**
 * Reads an address that an operator has fixed: https, or plain http on this machine. Its host is thereby allowed.
 *
 * @returns undefined when it cannot be used; the fault is told without it, since it may hold a password.
 */
export function readBaseUrl(
  text: string,
  at: string,
  report: Report,
): { readonly baseUrl: string; readonly hosts: readonly string[] } | undefined {
  const refuse = (message: string, hint: string) => {
    report('INTEGRATION_HOST', at, message, hint);
    return undefined;
  };
  if (!URL.canParse(text)) return refuse('this is no URL', EXAMPLE);
  const url = new URL(text);
  if (url.username !== '' || url.password !== '')
    return refuse('a URL has no user name or password', 'give them as "credentials"');
  if (url.search !== '' || url.hash !== '') return refuse('this URL has no query', EXAMPLE);
  const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal))
    return refuse('it must begin with https://', EXAMPLE);
  // The port that https has anyway is said to allow a private address.
  const isPorted = url.port !== '' || isLocal || /^https:\/\/[^/]*:443(\/|$)/i.test(text);
  const host = isPorted ? entryFor(url, undefined, true) : url.hostname;
  const entry = readHostEntry(host);
  if (!entry.ok) return refuse(entry.message, entry.hint);
  return { baseUrl: `${url.origin}${url.pathname.replace(/\/+$/, '')}`, hosts: [host] };
}

const EXAMPLE = 'write https://mine.example.com';
