import { Resolver } from 'node:dns/promises';
import {
  type DnsAnswer,
  type DnsLookup,
  type RecordType,
  readDnsServer,
} from '../platform/domains/dns-lookup.ts';
import type { DnsSeed } from '../platform/domains/domains-seed.ts';

/** How long the first try waits; c-ares waits longer at the second. */
const TIMEOUT_MS = 2000;
const TRIES = 2;

/** Opens the resolver that a seed names, else this machine's. */
export function openDns({ servers, ...more }: Partial<DnsSeed> = {}): DnsLookup {
  return nodeDns({
    ...more,
    ...(servers !== undefined && { servers: servers.flatMap((server) => readDnsServer(server) ?? []) }),
  });
}

/**
 * Opens Node's resolver (c-ares: UDP, and TCP for what is too long). It must be a recursive one, or know the answers itself.
 *
 * @param servers as readDnsServer returns them; absent: those of this machine.
 */
export function nodeDns({
  servers,
  timeoutMs = TIMEOUT_MS,
}: {
  readonly servers?: readonly string[];
  readonly timeoutMs?: number;
} = {}): DnsLookup {
  const resolver = new Resolver({ timeout: timeoutMs, tries: TRIES });
  if (servers !== undefined) resolver.setServers(servers);
  return {
    async lookUp(name, type) {
      try {
        const values = await ask(resolver, name, type);
        return values.length === 0 ? { kind: 'noData' } : { kind: 'records', values };
      } catch (error) {
        return failed(error);
      }
    },
    close: () => resolver.cancel(),
  };
}

async function ask(resolver: Resolver, name: string, type: RecordType): Promise<readonly string[]> {
  switch (type) {
    case 'A':
      return resolver.resolve4(name);
    case 'AAAA':
      return resolver.resolve6(name);
    case 'CNAME':
      return resolver.resolveCname(name);
    case 'MX':
      return (await resolver.resolveMx(name)).map(({ priority, exchange }) => `${priority} ${exchange}`);
    case 'NS':
      return resolver.resolveNs(name);
    case 'TXT':
      return (await resolver.resolveTxt(name)).map((strings) => strings.join(''));
  }
}

/** c-ares' codes in words; of others the code says enough. */
const REASONS: { readonly [code: string]: string } = {
  ECANCELLED: 'the look-up was given up',
  ECONNREFUSED: 'no DNS server could be reached',
  EREFUSED: 'the DNS server refused to answer',
  ESERVFAIL: 'the DNS server failed',
  ETIMEOUT: 'no answer in time',
};

function failed(error: unknown): DnsAnswer {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOTFOUND') return { kind: 'noName' };
  if (code === 'ENODATA') return { kind: 'noData' };
  return {
    kind: 'failed',
    reason: REASONS[code] ?? `the answer cannot be used${code === '' ? '' : `: ${code}`}`,
  };
}
