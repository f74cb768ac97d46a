import type { Clock } from '../../ports.ts';
import { selectorOf } from './dkim-key.ts';
import { readSendingName } from './domain-name.ts';
import type { OutboundDomainSeed } from './domains-seed.ts';
import { newDomain } from './new-domain.ts';
import type { OutboundDomainStore } from './outbound-domain-store.ts';
import { TAKEN_AS_FOUND } from './record-check.ts';
import { WAIT_AFTER_PROVISIONING_MS } from './sending-state.ts';

/**
 * Adds the domains of a seed, and provisions those that count as provisioned. Nothing is taken back. Belongs into a commit.
 * Their keys are made when they are first needed.
 */
export function plantDomains(
  { store, clock }: { readonly store: OutboundDomainStore; readonly clock: Clock },
  seeds: readonly OutboundDomainSeed[],
): void {
  const now = clock.now();
  for (const seed of seeds) {
    const read = readSendingName(seed.name, 'name');
    if (!read.ok) continue;
    const name = read.value;
    if (store.one(name) === undefined) store.add(newDomain(name, selectorOf(now), now, { name }));
    const domain = store.one(name);
    if (seed.provisioned !== true || domain === undefined || domain.provisionedAt !== undefined) continue;
    const provisionedAt = now - WAIT_AFTER_PROVISIONING_MS;
    const provisioned = { dkim: TAKEN_AS_FOUND, cname: TAKEN_AS_FOUND, checkedAt: now, provisionedAt };
    store.change({ ...domain, ...provisioned, senderType: 'MockEmailDomain' });
  }
}
