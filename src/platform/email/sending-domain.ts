import type { SendingDomain } from '../domains/domain-sending.ts';
import type { OutboundDomains } from '../domains/outbound-domains.ts';
import type { PlannedStep } from '../messages/message.ts';

/** The outbound domains, as accepting e-mail sees them. */
export type SendingDomains = Pick<OutboundDomains, 'forSending'>;

/** The outbound domains, as a carrier sees them. */
export type SigningDomains = Pick<OutboundDomains, 'forSending' | 'signingKey'>;

/** Why what a domain sends now cannot be delivered (M6); `undefined` when it can. */
export function refuseDelivery(
  domain: SendingDomain | undefined,
  now: number,
): Pick<Required<PlannedStep>, 'code' | 'reason'> | undefined {
  if (domain?.isProvisioned !== true)
    return {
      code: 'attendant.domain.not.activated',
      reason: 'The outbound domain is not activated any more.',
    };
  const { readyAt } = domain;
  if (readyAt === undefined || readyAt <= now) return undefined;
  return {
    code: 'attendant.domain.not.ready',
    reason: `The outbound domain was provisioned less than two hours ago; it delivers from ${new Date(readyAt).toISOString()} on.`,
  };
}
