import { isMetadataAddress, isMetadataName, isPublicAddress, literalAddress } from './address-rules.ts';
import { isSharedDomain } from './shared-domains.ts';

/** How a receiver is allowed: at public addresses over https, or by exact host and port, wherever that leads. */
export type Permission = 'public' | 'anyAddress';

/** The hosts an operator allows, ready to be asked. */
export interface AllowedHosts {
  permissionOf(url: URL): Permission | undefined;
}

/** One entry of a list of allowed hosts, or why it is none. */
export type HostEntry =
  | { readonly ok: true; readonly kind: 'host' | 'below' | 'receiver'; readonly host: string }
  | { readonly ok: false; readonly message: string; readonly hint: string };

const EXAMPLE = 'write api.example.com, *.example.com or crm.local:8443';

/**
 * Reads one entry: `api.example.com` (https on port 443, at public addresses), `*.example.com` (one label in place of the
 * star, likewise) or `crm.local:8443` (that host and port, over http too, at private addresses too).
 */
export function readHostEntry(written: string): HostEntry {
  const text = written.trim().toLowerCase();
  const shape = refuseShape(text);
  if (shape !== undefined) return { ok: false, ...shape };
  if (text.startsWith('*.')) return readBelow(text.slice(2));
  const port = /:(\d{1,5})$/.exec(text)?.[1];
  const isPortless = port === undefined || /^\[[^\]]*\]$/.test(text);
  const host = normalHost(isPortless ? text : text.slice(0, -port.length - 1));
  if (host === undefined) return refused('this is no host', EXAMPLE);
  const forbidden = refuseHost(host, isPortless);
  if (forbidden !== undefined) return forbidden;
  if (isPortless) return { ok: true, kind: 'host', host };
  const number = Number(port);
  if (number < 1 || number > 65_535) return refused('there is no such port', 'ports are 1 to 65535');
  return { ok: true, kind: 'receiver', host: `${host}:${number}` };
}

function refused(message: string, hint: string): HostEntry & { readonly ok: false } {
  return { ok: false, message, hint };
}

/** What people write instead of a host; no value is repeated, it may be a password. */
function refuseShape(text: string): { readonly message: string; readonly hint: string } | undefined {
  if (text === '') return { message: 'a host is empty', hint: EXAMPLE };
  if (text.includes('@'))
    return { message: 'a host has no user name or password', hint: 'give them as "credentials"' };
  if (text.includes('://'))
    return { message: 'a host is written without https://', hint: hostOf(text) ?? EXAMPLE };
  if (/[/?#\\]/.test(text))
    return { message: 'a host has no path', hint: hostOf(`https://${text}`) ?? EXAMPLE };
  if (/[\s,;]/.test(text))
    return { message: 'this is more than one host', hint: 'make each an entry of its own' };
  const stars = text.replace(/^\*\./, '');
  if (stars.includes('*'))
    return { message: 'a * stands only for the whole first part of a host', hint: 'write *.example.com' };
  return undefined;
}

function hostOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { host } = new URL(url);
  return host === '' ? undefined : `write ${host}`;
}

function readBelow(domain: string): HostEntry {
  if (/:\d*$/.test(domain)) return refused('a * goes with no port', 'allow each host and port by itself');
  const host = normalHost(domain);
  if (host === undefined || literalAddress(host) !== undefined) return refused('this is no domain', EXAMPLE);
  if (isSharedDomain(host))
    return refused(
      'anybody can have a host below this domain',
      'name a domain that is yours, or each host by itself',
    );
  return { ok: true, kind: 'below', host };
}

/** As a URL has it: lower case, punycode, addresses in their usual form, no dot at the end. */
function normalHost(text: string): string | undefined {
  if (text === '' || text.includes('%') || !URL.canParse(`https://${text}/`)) return undefined;
  const { hostname, port } = new URL(`https://${text}/`);
  const isWhole = port === '' && /^(\[[0-9a-f:.]+\]|[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?)$/.test(hostname);
  return isWhole ? bare(hostname) : undefined;
}

function bare(hostname: string): string {
  return hostname.replace(/\.$/, '');
}

function refuseHost(host: string, isPortless: boolean): HostEntry | undefined {
  const address = literalAddress(host);
  if (isMetadataName(host) || (address !== undefined && isMetadataAddress(address)))
    return refused('the metadata service of a cloud cannot be called', 'remove it');
  if (!isPortless) return undefined;
  if (address !== undefined && !isPublicAddress(address))
    return refused('a private address is allowed by host and port only', `write ${host}:443`);
  if (address === undefined && !host.includes('.'))
    return refused('a name without a domain is allowed by host and port only', `write ${host}:443`);
  return undefined;
}

/** Makes a list of entries ready to be asked. Entries that cannot be read allow nothing. */
export function allowHosts(entries: readonly string[]): AllowedHosts {
  const read = entries.map(readHostEntry).flatMap((entry) => (entry.ok ? [entry] : []));
  const all = (kind: string) => new Set(read.filter((entry) => entry.kind === kind).map(({ host }) => host));
  const [hosts, domains, receivers] = [all('host'), all('below'), all('receiver')];
  return {
    permissionOf(url) {
      const host = bare(url.hostname);
      if (receivers.has(`${host}:${portOf(url)}`)) return 'anyAddress';
      if (url.protocol !== 'https:' || url.port !== '') return undefined;
      if (hosts.has(host)) return 'public';
      const isName = literalAddress(host) === undefined;
      return isName && domains.has(host.slice(host.indexOf('.') + 1)) && !host.startsWith('.')
        ? 'public'
        : undefined;
    },
  };
}

function portOf({ protocol, port }: URL): string {
  if (port !== '') return port;
  return protocol === 'https:' ? '443' : '80';
}

/**
 * The entry that would allow a URL.
 *
 * @param host the host as people may see it, when it is not the URL's: `*` for a label that a value gives.
 */
export function entryFor(url: URL, host = bare(url.hostname), isPrivate = false): string {
  const isPlain = url.protocol === 'https:' && url.port === '' && !isPrivate && host.includes('.');
  return isPlain ? host : `${host}:${portOf(url)}`;
}

/**
 * Reads a list of hosts as ATTENDANT_ALLOWED_HOSTS has it, separated by commas.
 *
 * @returns the entries, or a sentence that tells the first fault; it holds the entry, which is no secret there.
 */
export function readHostList(
  text: string,
):
  | { readonly ok: true; readonly hosts: readonly string[] }
  | { readonly ok: false; readonly message: string } {
  const hosts = text
    .split(',')
    .map((host) => host.trim())
    .filter((host) => host !== '');
  for (const host of hosts) {
    const entry = readHostEntry(host);
    if (entry.ok) continue;
    const shown = host.includes('@') ? 'one entry' : `"${host}"`;
    return { ok: false, message: `${shown}: ${entry.message}; ${entry.hint}` };
  }
  return { ok: true, hosts };
}
