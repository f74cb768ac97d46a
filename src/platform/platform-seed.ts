import { type Static, Type } from 'typebox';
import { CONSENT_CHANNELS, ConsentGrant } from './consents/consents.ts';
import { MessageTemplate } from './message-templates/message-template.ts';

const Id = Type.String({
  pattern: '^[\\x21-\\x7e]{1,100}$',
  description: '1 to 100 ASCII characters without spaces',
});
const Name = Type.String({ minLength: 1, maxLength: 200 });
const PhoneId = Type.String({
  pattern: '^[1-9]\\d{6,14}$',
  description: 'country code and number as digits, without +',
});

const OauthClientSeed = Type.Object(
  {
    id: Id,
    name: Name,
    secret: Type.Optional(
      Type.String({ minLength: 8, maxLength: 200, description: 'Only for clients that are localOnly' }),
    ),
    secretEnv: Type.Optional(
      Type.String({
        pattern: '^[A-Z][A-Z0-9_]*$',
        description: 'The environment variable that holds the secret',
      }),
    ),
    localOnly: Type.Optional(Type.Boolean({ description: 'Its tokens work from this machine only' })),
    permissions: Type.Array(
      Type.String({
        pattern: '^[A-Za-z]+:[A-Za-z]+:[A-Za-z]+$',
        description: 'A permission such as conversation:message:create',
      }),
    ),
  },
  { additionalProperties: false },
);

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

const ConsentSeed = Type.Object(
  { channel: Type.Enum([...CONSENT_CHANNELS]), address: PhoneId, ...ConsentGrant.properties },
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
    organization: Type.Object({ name: Name }, { additionalProperties: false }),
    oauthClients: Type.Array(OauthClientSeed, { description: 'Who may log in, and what they may do' }),
    whatsappIntegrations: Type.Array(WhatsAppIntegrationSeed, {
      description: 'The senders of WhatsApp messages',
    }),
    templates: Type.Array(MessageTemplate, { description: 'The WhatsApp templates, approved and others' }),
    consents: Type.Optional(
      Type.Array(ConsentSeed, { description: 'Consents on record from the start; a later withdrawal stays' }),
    ),
    whatsappConversations: Type.Optional(
      Type.Array(WhatsAppConversationSeed, { description: 'Conversations there are from the start' }),
    ),
  },
  { additionalProperties: false, title: 'What a local platform starts with' },
);
export type PlatformSeed = Static<typeof PlatformSeed>;
