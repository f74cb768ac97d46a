import type { Carrier, SendResult } from '../../platform/deliveries/carrier.ts';
import { bounceAddress } from '../../platform/email/bounce-address.ts';
import { refuseDelivery, type SigningDomains } from '../../platform/email/sending-domain.ts';
import type { Message } from '../../platform/messages/message.ts';
import type { Clock } from '../../ports.ts';
import { composeEmail } from './compose-email.ts';
import { openSmtpPool } from './smtp-pool.ts';
import { resultOf } from './smtp-result.ts';
import type { SmtpSettings } from './smtp-settings.ts';

/** What the carrier works with. */
export interface SmtpCarrierOptions extends SmtpSettings {
  /** Where bounces come back to; absent: the sender's domain, whose CNAME leads to the host for bounces. */
  readonly bounceDomain?: string;
  readonly domains: SigningDomains;
  readonly clock: Clock;
}

/** Sends e-mail through an SMTP server, signed by the sender's domain (M6 is looked at when it sends). */
export function openSmtpCarrier({ domains, clock, ...settings }: SmtpCarrierOptions): Carrier {
  const pool = openSmtpPool(settings);

  async function send(message: Message): Promise<SendResult> {
    const domain = message.fromAddress.slice(message.fromAddress.lastIndexOf('@') + 1);
    const refused = refuseDelivery(domains.forSending(domain), clock.now());
    if (refused !== undefined) return { kind: 'failed', ...refused };
    const key = await domains.signingKey(domain);
    if (key === undefined) return NO_KEY;
    const content = await composeEmail(message, key);
    const from = bounceAddress(message.id, settings.bounceDomain ?? domain);
    const trouble = await pool.send({ from, to: message.toAddress, content });
    return trouble === undefined ? { kind: 'sent' } : resultOf(trouble);
  }

  return { name: 'smtp', concurrency: settings.maxConnections, send, close: pool.close };
}

const NO_KEY: SendResult = {
  kind: 'failed',
  code: 'attendant.domain.no.key',
  reason: 'The outbound domain has no key to sign with.',
};
