import type { Clock } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import type { DmarcCheck } from './dmarc.ts';
import { discoverDmarc } from './dmarc-discovery.ts';
import type { DnsLookup } from './dns-lookup.ts';
import type { DomainRecords } from './domain-records.ts';
import type { OutboundDomain, OutboundDomainStore } from './outbound-domain-store.ts';
import { afterLookUp, type Finding, TAKEN_AS_FOUND } from './record-check.ts';
import { lookAtRecord } from './record-look-up.ts';
import { isProvisioned } from './sending-state.ts';

interface LookedUp {
  readonly dkim: Finding;
  readonly cname: Finding;
  /** `undefined` when DNS did not say enough. */
  readonly dmarc: DmarcCheck | undefined;
}

/** The activation of domains (M5): asks DNS, then stores what it said. */
export function openActivation({
  database,
  clock,
  dns,
  store,
}: {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly dns: DnsLookup;
  readonly store: OutboundDomainStore;
}) {
  async function lookUp(domain: OutboundDomain, records: DomainRecords): Promise<LookedUp> {
    if (domain.senderType === 'MockEmailDomain')
      return { dkim: TAKEN_AS_FOUND.finding, cname: TAKEN_AS_FOUND.finding, dmarc: undefined };
    const [dkim, cname, dmarc] = await Promise.all([
      lookAtRecord(dns, records.dkim),
      lookAtRecord(dns, records.cname),
      discoverDmarc(dns, domain.name, clock.now()),
    ]);
    return { dkim, cname, dmarc };
  }

  /** A domain that was checked, as it is now. */
  function checked(domain: OutboundDomain, found: LookedUp): OutboundDomain {
    const now = clock.now();
    const after = {
      ...domain,
      dkim: afterLookUp(domain.dkim, found.dkim),
      cname: afterLookUp(domain.cname, found.cname),
      dmarc: found.dmarc ?? domain.dmarc,
      checkedAt: now,
    };
    return isProvisioned(after) ? { provisionedAt: now, ...after } : after;
  }

  /** @returns whether the domain is still there; one made anew meanwhile has another key and is not it. */
  async function run(domain: OutboundDomain & { readonly records: DomainRecords }): Promise<boolean> {
    const found = await lookUp(domain, domain.records);
    let isThere = false;
    await database.commits.add(() => {
      const stored = store.one(domain.name);
      if (stored === undefined || stored.publicKey !== domain.publicKey) return;
      store.change(checked(stored, found));
      isThere = true;
    });
    return isThere;
  }

  const running = new Set<Promise<unknown>>();
  return {
    run(domain: Parameters<typeof run>[0]): Promise<boolean> {
      const done = run(domain).finally(() => running.delete(done));
      running.add(done);
      return done;
    },
    /** Gives up the look-ups; resolves when nothing will be stored any more. */
    async close(): Promise<void> {
      dns.close();
      await Promise.allSettled(running);
    },
  };
}
