import type { Clock, Ids } from '../../ports.ts';
import { readDomainName } from '../domains/domain-name.ts';
import type { InboundDomainStore } from './inbound-domain-store.ts';
import type { InboundDomainSeed } from './inbound-email-seed.ts';

/** Adds the inbound domains of a seed, and brings their routes up to date. Nothing is deleted. Belongs into a commit. */
export function plantInboundEmail(
  { store, clock, ids }: { readonly store: InboundDomainStore; readonly clock: Clock; readonly ids: Ids },
  seeds: readonly InboundDomainSeed[],
): void {
  const createdAt = clock.now();
  for (const seed of seeds) {
    const name = readDomainName(seed.name, 'name');
    if (!name.ok) continue;
    const domainName = name.value;
    if (store.one(domainName) === undefined)
      store.put({ name: domainName, isSubDomain: false, mxStatus: 'NOT_AVAILABLE', settings: {}, createdAt });
    for (const { pattern: written, flow, queue, fromName } of seed.routes) {
      const pattern = written.toLowerCase();
      const { id = ids.next(), settings = {} } = store.routeAt(domainName, pattern) ?? {};
      store.putRoute({
        ...{ id, domainName, pattern, createdAt },
        flowId: flow ?? null,
        queueId: queue ?? null,
        settings: { ...settings, fromName: fromName ?? String(settings['fromName'] ?? pattern) },
      });
    }
  }
}
