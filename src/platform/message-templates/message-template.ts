import { type Static, Type } from 'typebox';

/** What WhatsApp takes: header 60, body 1,024 characters. */
export const MAX_HEADER_LENGTH = 60;
export const MAX_BODY_LENGTH = 1024;

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
    status: Type.Enum(['approved', 'pending', 'rejected'], {
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
    body: Type.String({
      minLength: 1,
      maxLength: MAX_BODY_LENGTH,
      description: 'The text, with {{1}} where a parameter goes',
    }),
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
