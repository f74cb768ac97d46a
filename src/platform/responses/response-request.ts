import { type Static, Type } from 'typebox';
import { NAME } from '../authorization/request-texts.ts';
import { requestCheck } from '../request-check.ts';

/** Types of responses, in Genesys' words. */
export const RESPONSE_TYPES = [
  'MessagingTemplate',
  'CampaignSmsTemplate',
  'CampaignEmailTemplate',
  'Footer',
  'Form',
  'AppleInvitation',
] as const;

const MAX_TEXT_LENGTH = 65_536;
const Id = Type.String({ minLength: 1, maxLength: 100 });
const Text = (maxLength: number) => Type.String({ maxLength, pattern: '^[^\\u0000\\p{Cs}]*$' });
const Line = Type.String({ minLength: 1, maxLength: 2000, pattern: '^[^\\p{Cc}\\p{Cs}]+$' });

const WhatsAppDefinition = Type.Object({
  name: Type.String({ pattern: '^[a-z0-9_]{1,512}$', description: 'Small letters, digits and _' }),
  namespace: Type.Optional(Line),
  language: Type.String({ pattern: '^[a-z]{2,3}([_-][A-Za-z]{2,4})?$' }),
  header: Type.Optional(
    Type.Object({ type: Type.Enum(['Text', 'Image', 'Video', 'Document']), content: Line }),
  ),
  messageFooter: Type.Optional(Type.Object({ type: Type.Optional(Type.Enum(['Text'])), content: Line })),
  buttons: Type.Optional(
    Type.Array(
      Type.Object({
        type: Type.Enum(['QuickReply', 'PhoneNumber', 'Url']),
        content: Type.Optional(Line),
        contentText: Type.Optional(Line),
        payload: Type.Optional(Type.String({ maxLength: 256, pattern: '^[^\\p{Cc}\\p{Cs}]*$' })),
      }),
      { maxItems: 10 },
    ),
  ),
  integrationId: Type.Optional(Id),
  category: Type.Optional(Type.Enum(['marketing'])),
  carousel: Type.Optional(Type.Unknown()),
});
export type WhatsAppDefinition = Static<typeof WhatsAppDefinition>;

/** The body of a new or changed response, as far as it is kept. */
export const ResponseRequest = Type.Object({
  name: NAME,
  version: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647 })),
  libraries: Type.Array(Type.Object({ id: Id }), { minItems: 1, maxItems: 50 }),
  texts: Type.Optional(
    Type.Array(
      Type.Object({
        content: Text(MAX_TEXT_LENGTH),
        contentType: Type.Optional(Type.Enum(['text/plain', 'text/html'])),
        type: Type.Optional(Type.Enum(['body', 'subject'])),
      }),
      { maxItems: 10 },
    ),
  ),
  interactionType: Type.Optional(Type.Enum(['chat', 'email', 'twitter'])),
  substitutions: Type.Optional(
    Type.Array(
      Type.Object({
        id: Id,
        description: Type.Optional(Text(1000)),
        defaultValue: Type.Optional(Text(2000)),
      }),
      { maxItems: 50 },
    ),
  ),
  responseType: Type.Optional(Type.Enum([...RESPONSE_TYPES])),
  messagingTemplate: Type.Optional(Type.Object({ whatsApp: Type.Optional(WhatsAppDefinition) })),
});
export type ResponseRequest = Static<typeof ResponseRequest>;

/** Checks the shape of a response; what WhatsApp takes is read by readTemplate. */
export const checkResponse = requestCheck(ResponseRequest);
