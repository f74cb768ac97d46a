import { type Static, Type } from 'typebox';
import type { TemplateComponent, TemplateValue } from '../message-templates/message-template.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';

/** Genesys, `SendAgentlessOutboundMessageRequest`: text of channels other than SMS. */
export const MAX_TEXT_LENGTH = 2000;
const MAX_PARAMETERS = 50;
const MAX_ID_LENGTH = 100;

const Parameter = Type.Object({
  id: Type.String({ minLength: 1, maxLength: MAX_ID_LENGTH }),
  value: Type.String({ maxLength: MAX_TEXT_LENGTH }),
});
const Parameters = Type.Optional(Type.Array(Parameter, { maxItems: MAX_PARAMETERS }));

/** The body of `POST /api/v2/conversations/messages/agentless`. As in Genesys Cloud, fields it does not know are ignored. */
export const SendAgentlessMessageRequest = Type.Object({
  fromAddress: Type.String({ minLength: 1, maxLength: MAX_ID_LENGTH }),
  toAddress: Type.String({ minLength: 1, maxLength: MAX_ID_LENGTH }),
  toAddressMessengerType: Type.Enum(['sms', 'whatsapp', 'open', 'webmessaging', 'apple']),
  textBody: Type.Optional(Type.String({ maxLength: MAX_TEXT_LENGTH })),
  messagingTemplate: Type.Optional(
    Type.Object({
      responseId: Type.String({ minLength: 1, maxLength: MAX_ID_LENGTH }),
      parameters: Parameters,
      headerParameters: Parameters,
      bodyParameters: Parameters,
      buttonUrlParameters: Parameters,
      carouselParameters: Type.Optional(Type.Unknown()),
    }),
  ),
  useExistingActiveConversation: Type.Optional(Type.Boolean()),
});
type SendAgentlessMessageRequest = Static<typeof SendAgentlessMessageRequest>;

/** A WhatsApp message as it was asked for: well formed, not yet allowed. */
export interface WhatsAppSend {
  /** The id of the integration it goes out from. */
  readonly integrationId: string;
  readonly toAddress: string;
  /** Absent when the request names no template. */
  readonly responseId: string | undefined;
  readonly values: readonly TemplateValue[];
  readonly useExistingActiveConversation: boolean;
}

const checkRequest = requestCheck(SendAgentlessMessageRequest);

/** Reads a request body; refuses what is not well formed, naming the field. */
export function readSendRequest(body: unknown): Outcome<WhatsAppSend> {
  const checked = checkRequest(body);
  if (!checked.ok) return checked;
  const request = checked.value;
  if (request.toAddressMessengerType !== 'whatsapp') {
    return refuse(
      'attendant.channel.not.available',
      `Agentless ${request.toAddressMessengerType} messages are not available here yet; toAddressMessengerType can be whatsapp.`,
      { field: 'toAddressMessengerType' },
    );
  }
  const values = readValues(request.messagingTemplate);
  if (!values.ok) return values;
  return done({
    integrationId: request.fromAddress,
    toAddress: request.toAddress,
    responseId: request.messagingTemplate?.responseId,
    values: values.value,
    useExistingActiveConversation: request.useExistingActiveConversation ?? false,
  });
}

/** The older field `parameters` means the body's, as it did before the others came. */
function readValues(
  template: SendAgentlessMessageRequest['messagingTemplate'],
): Outcome<readonly TemplateValue[]> {
  if (template === undefined) return done([]);
  if (template.carouselParameters !== undefined) {
    const field = 'messagingTemplate.carouselParameters';
    return refuse(
      'attendant.carousel.not.available',
      `${field} cannot be sent here: carousels are not available.`,
      { field },
    );
  }
  if (template.parameters !== undefined && template.bodyParameters !== undefined) {
    const field = 'messagingTemplate.parameters';
    return refuse(
      'constraint.validation',
      `${field} is the older name of bodyParameters; give one of them.`,
      { field },
    );
  }
  return done([
    ...valuesOf('header', template.headerParameters),
    ...valuesOf('body', template.bodyParameters ?? template.parameters),
    ...valuesOf('button', template.buttonUrlParameters),
  ]);
}

function valuesOf(
  component: TemplateComponent,
  parameters: readonly Static<typeof Parameter>[] = [],
): TemplateValue[] {
  return parameters.map(({ id, value }) => ({ component, id, value }));
}
