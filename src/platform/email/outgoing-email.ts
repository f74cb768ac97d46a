import type { NewMessage } from '../messages/message.ts';
import { type EmailFields, storedFields } from './email-fields.ts';
import { messageIdOf, type ThreadHeaders } from './email-thread.ts';

/** One who is written to or from. */
export interface MailParty {
  readonly address: string;
  readonly name?: string;
}

/** An e-mail of ours, before it is stored. */
export interface OutgoingEmail
  extends Pick<
    NewMessage,
    'id' | 'interactionId' | 'acceptedAt' | 'clientId' | 'campaignRun' | 'contactSequence' | 'plan'
  > {
  readonly from: MailParty & { readonly domain: string };
  readonly to: MailParty;
  readonly replyTo?: MailParty;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly thread: ThreadHeaders;
  /** Our mailbox that takes STOP; absent: the e-mail names none. */
  readonly unsubscribeTo?: string;
}

/** The message of an e-mail, with all that its carrier and the replies to it need. */
export function outgoingEmail(email: OutgoingEmail): NewMessage {
  const { from, to, replyTo, html, thread, unsubscribeTo, ...message } = email;
  const fields: EmailFields = {
    ...(html !== undefined && { html }),
    ...(from.name !== undefined && { fromName: from.name }),
    ...(to.name !== undefined && { toName: to.name }),
    ...(replyTo !== undefined && { replyTo: { email: replyTo.address, ...named(replyTo) } }),
    ...(unsubscribeTo !== undefined && { unsubscribeTo }),
    ...thread,
  };
  return {
    ...message,
    channel: 'email',
    direction: 'outbound',
    fromAddress: from.address,
    toAddress: to.address,
    externalId: messageIdOf(email.id, from.domain),
    fields: storedFields(fields),
  };
}

function named({ name }: MailParty): { readonly name?: string } {
  return name === undefined ? {} : { name };
}
