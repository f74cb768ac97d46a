import { createHash } from 'node:crypto';
import type { Clock, Ids } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import type { Interaction, Participant } from '../interactions/interaction.ts';
import type { Interactions } from '../interactions/interactions.ts';
import type { Message } from '../messages/message.ts';
import type { MessageStore } from '../messages/message-store.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import type { DeliveryReports } from './delivery-reports.ts';
import type { InboundRoute } from './inbound-domain-store.ts';
import type { InboundEmailStore } from './inbound-email-store.ts';
import { inboundMessage } from './inbound-message.ts';
import type { InboundRoutes } from './inbound-routes.ts';
import type { IncomingMail } from './incoming-mail.ts';
import { readMailbox } from './mailbox.ts';
import { answeredMessage, isOpen } from './reply-thread.ts';

/** What inbound e-mail works with. */
export interface InboundEmailParts {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store: InboundEmailStore;
  readonly routes: Pick<InboundRoutes, 'routeFor'>;
  readonly reports: DeliveryReports;
  readonly interactions: Interactions;
  readonly messages: MessageStore;
  /** Tells that something may be waiting for a flow. */
  readonly wakeFlows: () => void;
  /** Hears STOP and its like, as a text or a subject; runs inside the commit that stores the message. */
  readonly hear: (address: string, text: string, messageId: string) => void;
}

/** What became of an e-mail for one of those it was sent to. */
export interface TakenEmail {
  readonly messageId: string;
  readonly conversationId: string;
  /** `known`: it was stored before. `report`: it told of the message, and is not stored itself. */
  readonly kind: 'joined' | 'new' | 'known' | 'report';
}

/** Whom an e-mail is for: a mailbox with a route, or a bounce address of ours. */
interface Recipient {
  readonly address: string;
  readonly route?: InboundRoute;
  /** The message whose bounce address it is. */
  readonly bounced?: Message;
}

/**
 * E-mail that comes in (E11).
 *
 * E1: an e-mail, what it joins or begins, and what its flow is to be given are stored in one transaction: `take` resolves
 * when that is on disk, and only then the sender is told that it was taken.
 * E2: an e-mail that is delivered again is known by mailbox, sender and Message-ID, and stored once.
 * E3: what a program wrote starts nothing and waits for nobody: two programs that answer each other would never stop.
 */
export function openInboundEmail(parts: InboundEmailParts) {
  const { database, clock, ids, store, routes, reports, interactions, messages, wakeFlows } = parts;

  /** Who gets mail for an address; `undefined` where nobody does. */
  function recipientAt(address: string): Recipient | undefined {
    const bounced = reports.bouncedTo(address);
    if (bounced !== undefined) return { address: bounced.fromAddress, bounced };
    const mailbox = readMailbox(address);
    const route = mailbox && routes.routeFor(mailbox);
    if (mailbox === undefined || route === undefined) return undefined;
    const { localPart, domainName } = mailbox;
    return { address: `${localPart}@${domainName}`, route };
  }

  /** Takes an e-mail: for each of those it is for, or as the report of a mail server. */
  async function take(mail: IncomingMail): Promise<Outcome<readonly TakenEmail[]>> {
    let taken: readonly TakenEmail[] = [];
    await database.commits.add(() => {
      const reported = reports.take(mail);
      taken = reported === undefined ? takeForAll(mail) : [reportOf(reported)];
    });
    if (taken.length === 0) return NOBODY;
    wakeFlows();
    return done(taken);
  }

  function takeForAll(mail: IncomingMail): readonly TakenEmail[] {
    const recipients = mail.envelope.to.flatMap((address) => recipientAt(address) ?? []);
    return recipients.map((recipient) => takeFor(mail, recipient));
  }

  function takeFor(mail: IncomingMail, to: Recipient): TakenEmail {
    const key = keyOf(mail, to.address);
    const known = store.known(key);
    if (known !== undefined)
      return { messageId: known.messageId, conversationId: known.interactionId, kind: 'known' };
    const isAutomatic = mail.isAutomatic || senderOf(mail) === to.address;
    const thread = threadOf(mail, to);
    const interaction =
      thread === undefined ? begin(mail, to, { isAutomatic }) : join(thread, to, { isAutomatic });
    const message = inboundMessage(mail, {
      ...{ id: ids.next(), interactionId: interaction.id, acceptedAt: clock.now() },
      ...{ fromAddress: senderOf(mail), toAddress: to.address, isAutomatic },
    });
    messages.add(message);
    if (!isAutomatic)
      for (const said of [message.text, mail.subject]) parts.hear(message.fromAddress, said, message.id);
    const stored = { messageId: message.id, interactionId: interaction.id };
    store.keep(key, stored);
    const flowId = to.route?.flowId ?? null;
    if (flowId !== null && !isAutomatic && interaction.state === 'waiting')
      store.addStart({ ...stored, flowId });
    return {
      messageId: message.id,
      conversationId: interaction.id,
      kind: thread === undefined ? 'new' : 'joined',
    };
  }

  function threadOf(mail: IncomingMail, { bounced }: Recipient): Interaction | undefined {
    const now = clock.now();
    const original =
      bounced !== undefined && isOpen(bounced, now)
        ? bounced
        : answeredMessage(mail, { store, messages, now });
    return original && interactions.store.one(original.interactionId);
  }

  function begin(
    mail: IncomingMail,
    to: Recipient,
    { isAutomatic }: { readonly isAutomatic: boolean },
  ): Interaction {
    const isHeard = to.route !== undefined && !isAutomatic;
    const name = mail.from?.name;
    const interaction = interactions.begin({
      ...{ channel: 'email', direction: 'inbound', ownAddress: to.address, customerAddress: senderOf(mail) },
      state: isHeard ? 'waiting' : 'disconnected',
      subject: mail.subject,
      ...(name !== undefined && { customer: { name } }),
    });
    return isHeard ? queued(interaction, to.route) : interaction;
  }

  /** A reply to what is over is an ACD e-mail again; what an agent or a flow still has only gets longer. */
  function join(
    interaction: Interaction,
    { route }: Recipient,
    { isAutomatic }: { readonly isAutomatic: boolean },
  ): Interaction {
    if (route === undefined || isAutomatic || interaction.state !== 'disconnected')
      return interactions.change(interaction, {});
    const participants = interaction.participants.map((one, index) => (index === 0 ? isBack(one) : one));
    return queued(interactions.change(interaction, { state: 'waiting', participants }), route);
  }

  /** A flow joins when it starts. */
  function queued(interaction: Interaction, route: InboundRoute | undefined): Interaction {
    const queueId = route?.queueId ?? null;
    if (queueId === null) return interaction;
    return interactions.add(interaction, {
      purpose: 'acd',
      state: 'connected',
      connectedAt: clock.now(),
      queueId,
    });
  }

  return {
    take,
    /** Whether mail for an address is taken at all. */
    isTaken: (address: string) => recipientAt(address) !== undefined,
    /** What mail servers told of a message of ours, oldest first. */
    reportsOf: reports.of,
  };
}

/** What openInboundEmail returns. */
export type InboundEmail = ReturnType<typeof openInboundEmail>;

const NOBODY = refuse(
  'attendant.mailbox.not.found',
  'No route of an inbound domain takes mail for this address.',
  {
    field: 'to',
  },
);

/** A participant who had left, as if he had not. */
function isBack({ endedAt: _ended, disconnectType: _type, ...participant }: Participant): Participant {
  return { ...participant, state: 'connected' };
}

function reportOf({ id, interactionId }: Message): TakenEmail {
  return { messageId: id, conversationId: interactionId, kind: 'report' };
}

/** Who wrote it: the header says whom to answer, the envelope only where errors go. */
function senderOf({ from, envelope }: IncomingMail): string {
  return from?.email ?? envelope.from;
}

function keyOf(mail: IncomingMail, address: string): string {
  const known = JSON.stringify([address, senderOf(mail), mail.messageId ?? mail.hash]);
  return createHash('sha256').update(known).digest('hex');
}
