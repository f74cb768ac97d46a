import type { Clock, Ids, Log } from '../ports.ts';
import type { AttendantDatabase } from '../store/database.ts';
import { openAgentlessMessages } from './agentless-messages/agentless-messages.ts';
import { openAgents } from './agents/agents.ts';
import { openCallbacks } from './callbacks/callbacks.ts';
import { openConsents } from './consents/consents.ts';
import { plantContactLists } from './contact-lists/contact-list-seed.ts';
import { openConversations } from './conversations/conversations.ts';
import { type Carriers, openDeliveries } from './deliveries/deliveries.ts';
import { plantDncLists } from './dnc-lists/dnc-list-seed.ts';
import type { DkimKeyPair } from './domains/dkim-key.ts';
import { type DnsLookup, NO_DNS } from './domains/dns-lookup.ts';
import { openOutboundDomains } from './domains/outbound-domains.ts';
import { openAgentlessEmails } from './email/agentless-emails.ts';
import { openEmailConversations } from './email/email-conversations.ts';
import { emailExcerpts } from './email/email-excerpts.ts';
import { openEmailRate } from './email/email-rate.ts';
import type { SigningDomains } from './email/sending-domain.ts';
import { openDeliveryReports } from './inbound-email/delivery-reports.ts';
import { inboundDomainStore } from './inbound-email/inbound-domain-store.ts';
import { openInboundDomains } from './inbound-email/inbound-domains.ts';
import { openInboundEmail } from './inbound-email/inbound-email.ts';
import { inboundEmailStore } from './inbound-email/inbound-email-store.ts';
import { openInboundFlowStarts } from './inbound-email/inbound-flow-starts.ts';
import { openInboundRoutes } from './inbound-email/inbound-routes.ts';
import { plantInboundEmail } from './inbound-email/plant-inbound-email.ts';
import { openMessageIntake } from './inbound-messages/message-intake.ts';
import { openAgentPart } from './interactions/agent-part.ts';
import { type FlowPort, NO_FLOWS } from './interactions/flow-port.ts';
import { openInteractions } from './interactions/interactions.ts';
import { messageStore } from './messages/message-store.ts';
import { openAccess } from './oauth/access.ts';
import { openOutbound } from './outbound/open-outbound.ts';
import { openOutcomes } from './outcomes/outcomes.ts';
import { plantSeed } from './plant-seed.ts';
import type { PlatformSeed } from './platform-seed.ts';
import { type NamedQueue, plantQueues } from './queues/queue-seed.ts';
import { openQueues } from './queues/queues.ts';
import { openLibraries } from './responses/libraries.ts';
import { responseStore } from './responses/response-store.ts';
import { openResponses } from './responses/responses.ts';
import { openSmsAddresses } from './sms-numbers/sms-addresses.ts';
import { openSmsNumbers } from './sms-numbers/sms-numbers.ts';
import { openWebhookQueue } from './webhooks/webhook-queue.ts';
import { openSenderQuality } from './whatsapp-integrations/sender-quality.ts';
import { whatsAppIntegrationStore } from './whatsapp-integrations/whatsapp-integration-store.ts';
import { openWhatsAppIntegrations } from './whatsapp-integrations/whatsapp-integrations.ts';

/** What a platform is made of. */
export interface PlatformOptions {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** What to start with, checked by checkPlatformSeed; absent to go on with what is stored. */
  readonly seed?: PlatformSeed;
  /** Queues that flows know; absent: none. */
  readonly flowQueues?: readonly NamedQueue[];
  /** The value of an environment variable, for the seed's `secretEnv`. */
  readonly secretOf?: (name: string) => string | undefined;
  /** Opens the carriers outside; a channel without one is delivered by the local outbox. */
  readonly carriers?: (ground: CarrierGround) => Carriers;
  /** Whom to ask about the records of domains; absent: nobody is asked. */
  readonly dns?: DnsLookup;
  /** The flows that what comes in can start; absent: there are none. */
  readonly flows?: FlowPort;
  /** Makes DKIM keys; absent: new ones. */
  readonly newDkimKey?: () => Promise<DkimKeyPair>;
  /**
   * Whether nothing happens by itself: what the last process left stays as it is and no message leaves, for the platform
   * that serves next has the carriers. What is asked for is read and stored.
   */
  readonly isAtRest?: true;
  /** Whether what the last process left stays as it is, and only what is begun now goes on: for a clock that runs ahead. */
  readonly leavesOthers?: true;
}

/** What carriers need to know of the platform. */
export interface CarrierGround {
  readonly domains: SigningDomains;
}

/**
 * Opens the local agentless platform on a database: plants the seed, then takes up what the last process left on its way.
 * The database stays the caller's; call `close` before closing it.
 */
export async function openPlatform(options: PlatformOptions) {
  const {
    database,
    clock,
    ids,
    log,
    seed,
    carriers: openCarriers = () => ({}),
    dns = NO_DNS,
    flows = NO_FLOWS,
    secretOf = () => undefined,
  } = options;
  const shared = { database, clock, ids, log };
  const access = await openAccess(shared, seed);
  const integrations = whatsAppIntegrationStore(database.sqlite);
  const libraries = openLibraries(shared);
  const responses = openResponses({
    ...shared,
    store: responseStore(database.sqlite),
    libraries: libraries.store,
  });
  const consents = openConsents(shared);
  const interactions = openInteractions(shared);
  const queues = openQueues({ ...shared, divisions: access.divisions });
  const agents = openAgents({ database, queues });
  const callbacks = openCallbacks({
    ...shared,
    interactions,
    queues,
    agents,
    withoutTime: seed?.callbacks?.withoutTime,
  });
  const agentPart = openAgentPart({ database, interactions });
  const conversations = openConversations({
    database,
    interactions,
    endFlow: flows.end,
    callbacksOf: callbacks.store.ofInteraction,
  });
  const messages = messageStore(database.sqlite);
  const inboundStore = inboundDomainStore(database.sqlite);
  const outboundDomains = openOutboundDomains({
    ...shared,
    dns,
    isInboundDomain: (name) => inboundStore.one(name) !== undefined,
    ...(options.newDkimKey !== undefined && { newKey: options.newDkimKey }),
    ...(seed?.organization.region !== undefined && { region: seed.organization.region }),
  });
  const carriers = openCarriers({ domains: outboundDomains });
  const deliveries = openDeliveries({ ...shared, messages, carriers });
  const inboundDomains = openInboundDomains({
    ...shared,
    dns,
    store: inboundStore,
    isOutboundDomain: (name) => outboundDomains.store.one(name) !== undefined,
  });
  const inboundRoutes = openInboundRoutes({ ...shared, store: inboundStore, flows, queues });
  const incoming = { ...shared, store: inboundEmailStore(database.sqlite), interactions, messages };
  const inboundFlowStarts = openInboundFlowStarts({ ...incoming, flows });
  const inboundEmail = openInboundEmail({
    ...incoming,
    routes: inboundRoutes,
    reports: openDeliveryReports({ ...incoming, deliveries }),
    wakeFlows: inboundFlowStarts.wake,
    hear: (address, text, id) => void consents.hear('email', address, text, id),
  });
  const senderQuality = openSenderQuality(database.sqlite, integrations);
  deliveries.observe(senderQuality.hear);
  const whatsAppIntegrations = openWhatsAppIntegrations({ ...shared, store: integrations });
  const smsNumbers = openSmsNumbers(shared);
  const smsAddresses = openSmsAddresses({ ...shared, numbers: smsNumbers });
  const stores = { integrations, responses: responses.store, consents: consents.store };
  const outcomes = openOutcomes({ ...shared, carriers });
  const agentlessMessages = openAgentlessMessages({
    ...shared,
    ...stores,
    interactions,
    deliveries,
    outcomes,
    smsNumbers: smsNumbers.store,
  });
  const emailRate = openEmailRate(database.sqlite, seed?.email?.ratePerMinute);
  const agentlessEmails = openAgentlessEmails({
    ...shared,
    domains: outboundDomains,
    consents,
    interactions,
    messages,
    deliveries,
    outcomes,
    rate: emailRate,
  });
  const emailConversations = openEmailConversations({
    conversations,
    messages,
    excerpts: emailExcerpts(database.sqlite),
  });

  const outbound = openOutbound({
    ...shared,
    ...{ integrations, outboundDomains, deliveries },
    divisions: access.divisions,
    conversations,
    country: seed?.organization.defaultCountryCode,
    responses: responses.store,
    smsNumbers: smsNumbers.store,
    inboundDomains: inboundStore,
    messages: agentlessMessages,
    emails: agentlessEmails,
    campaignSettings: seed?.campaigns,
    emailSettings: seed?.email,
  });
  const webhooks = openWebhookQueue(shared);
  const intake = openMessageIntake({
    ...{ ...shared, messages, interactions, flows, integrations },
    hear: ({ channel, from, text, id }) => void consents.hear(channel, from, text, id),
  });

  if (seed !== undefined) {
    const ground = {
      ...shared,
      ...stores,
      ...access,
      interactions,
      outcomes,
      smsNumbers,
      outboundDomains: outboundDomains.store,
    };
    const leftOut = await plantSeed(ground, seed, secretOf);
    if (leftOut.length > 0) log.warn('OAuth clients without a secret cannot log in', { clientIds: leftOut });
  }
  await database.commits.add(() => {
    plantQueues(queues, seed?.queues ?? [], options.flowQueues ?? []);
    agents.plant(seed?.users ?? []);
    intake.plantRoutes(seed?.messagingRoutes ?? []);
    plantContactLists(outbound.contactLists, outbound.contacts, seed?.contactLists ?? []);
    plantDncLists(outbound.dncLists, seed?.dncLists ?? []);
    plantInboundEmail({ ...shared, store: inboundStore }, seed?.inboundDomains ?? []);
  });
  if (options.isAtRest === true) {
    await callbacks.close();
    await deliveries.close();
    await outbound.rest();
  } else if (options.leavesOthers === true) await outbound.rest();
  else {
    callbacks.recover();
    await outbound.recover();
    await deliveries.recover();
    await outbound.schedules.recover();
    outbound.campaigns.recover();
  }

  return {
    ...access,
    integrations,
    libraries,
    responses,
    consents,
    outboundDomains,
    inboundDomains,
    inboundRoutes,
    inboundEmail,
    inboundFlowStarts,
    interactions,
    queues,
    agents,
    conversations,
    callbacks,
    agentPart,
    messages,
    deliveries,
    outbound,
    outcomes,
    senderQuality,
    whatsAppIntegrations,
    smsNumbers,
    smsAddresses,
    agentlessMessages,
    agentlessEmails,
    emailConversations,
    emailRate,
    recipients: intake.recipients,
    inboundMessages: intake.inboundMessages,
    webhooks,
    /** Resolves when everything accepted so far is delivered. */
    async settled(): Promise<void> {
      await webhooks.settled();
      await intake.inboundMessages.settled();
      await deliveries.settled();
      await deliveries.settled();
      await callbacks.settled();
      await outbound.schedules.settled();
      await outbound.campaigns.settled();
      await deliveries.settled();
    },
    /** Ends the platform; resolves when nothing of it will touch the database any more. */
    async close(): Promise<void> {
      await outboundDomains.close();
      await outbound.close();
      await inboundFlowStarts.close();
      await webhooks.close();
      await intake.inboundMessages.close();
      await callbacks.close();
      await deliveries.close();
    },
  };
}

/** What openPlatform resolves to. */
export type Platform = Awaited<ReturnType<typeof openPlatform>>;
