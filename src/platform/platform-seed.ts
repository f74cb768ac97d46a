import { type Static, Type } from 'typebox';
import { AgentSeed } from './agents/agent-seed.ts';
import { CallbackSettings } from './callbacks/callback-seed.ts';
import { CampaignsSeed } from './campaigns/campaign-rates.ts';
import { ConsentSeed } from './consents/consent-seed.ts';
import { ContactListSeed } from './contact-lists/contact-list-seed.ts';
import { CarriersSeed } from './deliveries/carriers-seed.ts';
import { DncListSeed } from './dnc-lists/dnc-list-seed.ts';
import { DnsSeed, OutboundDomainSeed } from './domains/domains-seed.ts';
import { EmailSeed } from './email/email-seed.ts';
import { InboundDomainSeed, InboundEmailSeed } from './inbound-email/inbound-email-seed.ts';
import { MessagingRouteSeed } from './inbound-messages/messaging-route-seed.ts';
import { MessageTemplate } from './message-templates/message-template.ts';
import { DivisionSeed, OauthClientSeed, RequestsPerMinutePerToken, RoleSeed } from './oauth/access-seed.ts';
import { OutcomeSeed } from './outcomes/outcome-seed.ts';
import { QueueSeed } from './queues/queue-seed.ts';
import { SmsNumberSeed } from './sms-numbers/sms-numbers.ts';
import { TriggerSeed } from './triggers/trigger-seed.ts';

const Id = Type.String({
  pattern: '^[\\x21-\\x7e]{1,100}$',
  description: '1 to 100 ASCII characters without spaces',
});
const Name = Type.String({ minLength: 1, maxLength: 200 });
const PhoneId = Type.String({
  pattern: '^[1-9]\\d{6,14}$',
  description: 'country code and number as digits, without +',
});

const WhatsAppIntegrationSeed = Type.Object(
  {
    id: Id,
    name: Name,
    phoneNumber: Type.String({
      pattern: '^\\+[1-9]\\d{6,14}$',
      description: 'The sender’s number with + and country code',
    }),
    status: Type.Enum(['active', 'inactive']),
  },
  { additionalProperties: false },
);

const WhatsAppConversationSeed = Type.Object(
  { id: Id, integrationId: Id, address: PhoneId, state: Type.Enum(['connected', 'disconnected']) },
  { additionalProperties: false },
);

/** What a local platform starts with: a `*.platform.json` file. */
export const PlatformSeed = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    organization: Type.Object(
      {
        name: Name,
        region: Type.Optional(
          Type.String({
            pattern: '^[A-Za-z0-9.-]{1,60}$',
            description: 'AWS’ name such as eu-central-1, or Genesys Cloud’s domain such as mypurecloud.de',
          }),
        ),
        defaultCountryCode: Type.Optional(
          Type.String({
            pattern: '^[A-Z]{2}$',
            description: 'ISO 3166, such as US: where phone numbers without + belong',
          }),
        ),
      },
      { additionalProperties: false },
    ),
    oauthClients: Type.Array(OauthClientSeed, { description: 'Who may log in, and what they may do' }),
    roles: Type.Optional(
      Type.Array(RoleSeed, {
        description: 'Named sets of permissions, besides `admin`, which may do everything',
      }),
    ),
    divisions: Type.Optional(Type.Array(DivisionSeed, { description: 'Divisions besides Home' })),
    limits: Type.Optional(
      Type.Object(
        { requestsPerMinutePerToken: Type.Optional(RequestsPerMinutePerToken) },
        { additionalProperties: false, description: 'Limits other than those of Genesys Cloud' },
      ),
    ),
    email: Type.Optional(EmailSeed),
    carriers: Type.Optional(CarriersSeed),
    whatsappIntegrations: Type.Array(WhatsAppIntegrationSeed, {
      description: 'The senders of WhatsApp messages',
    }),
    smsNumbers: Type.Optional(Type.Array(SmsNumberSeed, { description: 'The numbers that SMS go out from' })),
    triggers: Type.Optional(
      Type.Array(TriggerSeed, { description: 'Webhooks of back ends that launch workflows' }),
    ),
    templates: Type.Array(MessageTemplate, { description: 'The WhatsApp templates, approved and others' }),
    consents: Type.Optional(
      Type.Array(ConsentSeed, { description: 'Consents on record from the start; a later withdrawal stays' }),
    ),
    queues: Type.Optional(
      Type.Array(QueueSeed, {
        description: 'ACD queues; those of the flows’ environment are there by themselves',
      }),
    ),
    users: Type.Optional(
      Type.Array(AgentSeed, {
        description: 'Simulated agents: their queues, and what they do with what is offered to them',
      }),
    ),
    outcomes: Type.Optional(
      Type.Array(OutcomeSeed, {
        description:
          'What the local outbox does with messages to an address, other than delivering them at once',
      }),
    ),
    callbacks: Type.Optional(CallbackSettings),
    campaigns: Type.Optional(CampaignsSeed),
    whatsappConversations: Type.Optional(
      Type.Array(WhatsAppConversationSeed, { description: 'Conversations there are from the start' }),
    ),
    outboundDomains: Type.Optional(
      Type.Array(OutboundDomainSeed, {
        description: 'E-mail domains to send from that are there from the start',
      }),
    ),
    messagingRoutes: Type.Optional(
      Type.Array(MessagingRouteSeed, { description: 'Who gets what customers write on WhatsApp and by SMS' }),
    ),
    inboundDomains: Type.Optional(
      Type.Array(InboundDomainSeed, { description: 'Domains whose e-mail comes in, and who gets it' }),
    ),
    inboundEmail: Type.Optional(
      Type.Object(InboundEmailSeed.properties, {
        additionalProperties: false,
        description: 'The SMTP listener for inbound e-mail; absent: there is none',
      }),
    ),
    contactLists: Type.Optional(
      Type.Array(ContactListSeed, {
        description:
          'Contact lists that are there from the start; those that are there already stay as they are',
      }),
    ),
    dncLists: Type.Optional(
      Type.Array(DncListSeed, {
        description: 'Do-not-contact lists, with entries that are there from the start',
      }),
    ),
    dns: Type.Optional(DnsSeed),
  },
  { additionalProperties: false, title: 'What a local platform starts with' },
);
export type PlatformSeed = Static<typeof PlatformSeed>;
