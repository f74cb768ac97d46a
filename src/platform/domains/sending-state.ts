import type { OutboundDomain } from './outbound-domain-store.ts';

/**
 * How long after provisioning e-mail is accepted and not delivered (M6).
 *
 * @see https://help.mypurecloud.com/articles/set-up-a-domain-for-outbound-email-campaigns/ (read 2026-11-20)
 */
export const WAIT_AFTER_PROVISIONING_MS = 2 * 60 * 60 * 1000;

/** When e-mail begins to be delivered, epoch ms. */
export function readyAt(provisionedAt: number): number {
  return provisionedAt + WAIT_AFTER_PROVISIONING_MS;
}

/** Whether both records of a domain are verified, so that e-mail from it is accepted (E2). */
export function isProvisioned({ dkim, cname }: Pick<OutboundDomain, 'dkim' | 'cname'>): boolean {
  return dkim.status === 'VERIFIED' && cname.status === 'VERIFIED';
}
