import type { Clock } from '../../ports.ts';
import type { Deliveries } from '../deliveries/deliveries.ts';
import { readBounceAddress } from '../email/bounce-address.ts';
import type { DeliveryNews, Message } from '../messages/message.ts';
import type { MessageStore } from '../messages/message-store.ts';
import { type RecipientReport, readDeliveryStatus } from './delivery-status.ts';
import type { InboundEmailStore } from './inbound-email-store.ts';
import type { IncomingMail } from './incoming-mail.ts';

/** What reports are applied with. */
export interface DeliveryReportParts {
  readonly clock: Clock;
  readonly store: InboundEmailStore;
  readonly messages: MessageStore;
  readonly deliveries: Pick<Deliveries, 'record'>;
}

/** What mail servers tell of e-mails of ours: bounces, delays, deliveries (E12). */
export function openDeliveryReports({ clock, store, messages, deliveries }: DeliveryReportParts) {
  /** The message that an address of the envelope is the bounce address of. */
  function bouncedTo(address: string): Message | undefined {
    const id = readBounceAddress(address);
    const message = id === undefined ? undefined : messages.one(id);
    return message?.channel === 'email' && message.direction === 'outbound' ? message : undefined;
  }

  /** The message that a report is about: by the address it came to, else by the message that it brings back. */
  function subjectOf({ envelope, messageId, messageIdsWithin }: IncomingMail): Message | undefined {
    for (const address of envelope.to) {
      const message = bouncedTo(address);
      if (message !== undefined) return message;
    }
    for (const named of messageIdsWithin) {
      const id = named === messageId ? undefined : store.named(named);
      const message = id === undefined ? undefined : messages.one(id);
      if (message?.direction === 'outbound') return message;
    }
    return undefined;
  }

  /**
   * Stores what a report tells. Must run inside a commit.
   *
   * @returns the message it is about; `undefined` for what is no report of one of ours.
   */
  function take(mail: IncomingMail): Message | undefined {
    if (mail.deliveryStatus === undefined) return undefined;
    const reports = readDeliveryStatus(mail.deliveryStatus);
    const message = reports.length === 0 ? undefined : subjectOf(mail);
    if (message === undefined) return undefined;
    for (const [index, report] of reports.entries()) apply(message, report, `${mail.hash}:${index}`);
    return message;
  }

  function apply(message: Message, report: RecipientReport, key: string): void {
    const at = clock.now();
    store.addReport(key, message.id, { ...report, at });
    const news = newsOf(report, at);
    const present = messages.one(message.id);
    if (news !== undefined && present !== undefined) deliveries.record(present, news);
  }

  return { bouncedTo, take, of: store.reports };
}

/** What openDeliveryReports returns. */
export type DeliveryReports = ReturnType<typeof openDeliveryReports>;

/** Only a failure for good ends a delivery: of a delay, or of a failure that may pass, a note stays. */
function newsOf({ action, status, diagnostic }: RecipientReport, at: number): DeliveryNews | undefined {
  if (action === 'delivered' || action === 'relayed') return { status: 'delivered', at };
  if (action !== 'failed' || !status.startsWith('5.')) return undefined;
  return {
    status: 'bounced',
    at,
    code: status,
    reason: diagnostic === '' ? 'The e-mail was returned.' : diagnostic,
  };
}
