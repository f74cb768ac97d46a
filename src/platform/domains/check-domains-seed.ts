import { pointerTo } from '../../authoring/json.ts';
import type { PlatformSeed } from '../platform-seed.ts';
import { type SeedFault, seedFault } from '../seed-fault.ts';
import { readDnsServer } from './dns-lookup.ts';
import { readSendingName } from './domain-name.ts';

/** Finds the faults of a seed's outbound domains and DNS servers. */
export function* domainFaults(seed: PlatformSeed): Iterable<SeedFault> {
  const seen = new Set<string>();
  for (const [index, domain] of (seed.outboundDomains ?? []).entries()) {
    const at = pointerTo('', 'outboundDomains', index, 'name');
    const name = readSendingName(domain.name, 'name');
    if (!name.ok)
      yield seedFault('SEED_DOMAIN', at, name.refusal.message, 'name a subdomain, such as sales.example.com');
    else if (seen.has(name.value))
      yield seedFault('DUPLICATE_ID', at, `\`${name.value}\` stands twice in outboundDomains`, 'remove one');
    else seen.add(name.value);
  }
  for (const [index, server] of (seed.dns?.servers ?? []).entries()) {
    if (readDnsServer(server) === undefined)
      yield seedFault(
        'SEED_DNS_SERVER',
        pointerTo('', 'dns', 'servers', index),
        `\`${server}\` is no address of a DNS server`,
        'write an IP address, with a port or without: 127.0.0.1:5353 or [::1]:53',
      );
  }
}
