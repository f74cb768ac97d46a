import type { OutboundDomain, OutboundDomainStore } from './outbound-domain-store.ts';
import { isProvisioned, readyAt } from './sending-state.ts';

/** What a sender needs to know of a domain. Times are epoch ms. */
export interface SendingDomain {
  /** Whether both records are verified. */
  readonly isProvisioned: boolean;
  /** When they first were. */
  readonly provisionedAt?: number;
  /** From when on e-mail is delivered (M6); absent before it was ever provisioned. */
  readonly readyAt?: number;
}

/** The key that signs what a domain sends. */
export interface SigningKey {
  readonly domainName: string;
  readonly keySelector: string;
  /** PKCS#8 PEM. Goes into no answer, log or error. */
  readonly privateKey: string;
}

/** What those who send ask of a domain, by its name however it is written. */
export function openDomainSending({
  store,
  find,
  withKey,
}: {
  readonly store: OutboundDomainStore;
  readonly find: (name: string) => OutboundDomain | undefined;
  /** Makes the key where there is none yet. */
  readonly withKey: (domain: OutboundDomain | undefined) => Promise<OutboundDomain | undefined>;
}) {
  /** What a sender needs to know (M6); `undefined` when the organization has no such domain. */
  function forSending(domainName: string): SendingDomain | undefined {
    const domain = find(domainName);
    if (domain === undefined) return undefined;
    const { provisionedAt } = domain;
    return {
      isProvisioned: isProvisioned(domain),
      ...(provisionedAt !== undefined && { provisionedAt, readyAt: readyAt(provisionedAt) }),
    };
  }

  /** The key to sign with; made now where there is none yet. `undefined` when there is no such domain. */
  async function signingKey(domainName: string): Promise<SigningKey | undefined> {
    const domain = await withKey(find(domainName));
    const key = domain && store.signingKey(domain.name);
    if (domain === undefined || key === undefined) return undefined;
    return { domainName: domain.name, keySelector: key.selector, privateKey: key.privateKey };
  }

  return { forSending, signingKey };
}
