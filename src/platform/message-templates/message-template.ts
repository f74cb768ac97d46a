import { type Static, Type } from 'typebox';

/** What WhatsApp takes, in characters and buttons (Meta, template management; September 2026). */
export const MAX_HEADER_LENGTH = 60;
export const MAX_BODY_LENGTH = 1024;
export const MAX_FOOTER_LENGTH = 60;
export const MAX_BUTTON_LENGTH = 25;
export const MAX_BUTTONS = 10;
const MAX_URL_LENGTH = 2000;

/** How far WhatsApp has approved a template. */
export const TEMPLATE_STATUSES = ['approved', 'pending', 'rejected', 'paused', 'disabled'] as const;
export type TemplateStatus = (typeof TEMPLATE_STATUSES)[number];

/** Media that a header can hold. */
export const MEDIA_KINDS = ['image', 'video', 'document'] as const;

const ButtonText = Type.String({
  minLength: 1,
  maxLength: MAX_BUTTON_LENGTH,
  description: 'What stands on it',
});

/** A button under the body. */
export const TemplateButton = Type.Union([
  Type.Object(
    {
      kind: Type.Enum(['url']),
      text: ButtonText,
      url: Type.String({
        pattern: '^https?://[^\\s\\p{Cc}\\p{Cs}]+$',
        maxLength: MAX_URL_LENGTH,
        description: 'The web address; {{1}} at its end is a parameter',
      }),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      kind: Type.Enum(['quickReply']),
      text: ButtonText,
      payload: Type.Optional(Type.String({ maxLength: 256, description: 'What comes back with the reply' })),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      kind: Type.Enum(['phoneNumber']),
      text: ButtonText,
      phoneNumber: Type.String({ pattern: '^\\+[1-9]\\d{6,14}$', description: 'In E.164' }),
    },
    { additionalProperties: false },
  ),
]);
export type TemplateButton = Static<typeof TemplateButton>;

/** A place in a template that each message fills. */
export const TemplateParameterDefinition = Type.Object(
  {
    id: Type.String({
      pattern: '^[A-Za-z0-9_]{1,64}$',
      description: 'The name between the braces: 1 for {{1}}',
    }),
    kind: Type.Enum(['text', 'image', 'video', 'document', 'urlSuffix'], {
      description:
        'text in header or body; a web address of an image, video or document in the header; the end of a button’s web address',
    }),
    component: Type.Enum(['header', 'body', 'button'], { description: 'Where it stands' }),
  },
  { additionalProperties: false },
);

/** A WhatsApp message template of the local platform: what Genesys calls a response of type messaging template. */
export const MessageTemplate = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 100, description: 'The responseId a message names' }),
    name: Type.String({
      minLength: 1,
      maxLength: 512,
      description: 'The name WhatsApp knows the template by',
    }),
    language: Type.String({
      pattern: '^[a-z]{2,3}([_-][A-Za-z]{2,4})?$',
      description: 'A language such as en_US',
    }),
    status: Type.Enum([...TEMPLATE_STATUSES], {
      description: 'Only approved templates can be sent',
    }),
    integrationIds: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        description: 'The integrations that may send it; absent for all',
      }),
    ),
    header: Type.Optional(
      Type.String({ maxLength: MAX_HEADER_LENGTH, description: 'A line of text above the body' }),
    ),
    headerMedia: Type.Optional(
      Type.Object(
        {
          kind: Type.Enum([...MEDIA_KINDS]),
          url: Type.String({ pattern: '^https://[^\\s\\p{Cc}\\p{Cs}]+$', maxLength: MAX_URL_LENGTH }),
        },
        {
          additionalProperties: false,
          description:
            'An image, video or document above the body that is the same in every message; one that each message brings is a header parameter',
        },
      ),
    ),
    body: Type.String({
      minLength: 1,
      maxLength: MAX_BODY_LENGTH,
      description: 'The text, with {{1}} where a parameter goes',
    }),
    footer: Type.Optional(
      Type.String({ minLength: 1, maxLength: MAX_FOOTER_LENGTH, description: 'A line under the body' }),
    ),
    buttons: Type.Optional(Type.Array(TemplateButton, { maxItems: MAX_BUTTONS })),
    parameters: Type.Optional(Type.Array(TemplateParameterDefinition, { maxItems: 50 })),
  },
  { additionalProperties: false },
);

export type MessageTemplate = Static<typeof MessageTemplate>;
export type TemplateParameterDefinition = Static<typeof TemplateParameterDefinition>;
export type TemplateComponent = TemplateParameterDefinition['component'];

/** A value for one parameter, as a message brings it. */
export interface TemplateValue {
  readonly component: TemplateComponent;
  readonly id: string;
  readonly value: string;
}
