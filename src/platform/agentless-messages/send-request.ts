import { type Static, Type } from 'typebox';
import type { TemplateComponent, TemplateValue } from '../message-templates/message-template.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';

/** Genesys, `SendAgentlessOutboundMessageRequest`: text of channels other than SMS (W10). */
export const MAX_TEXT_LENGTH = 2000;
/** Of SMS: five parts of 153 characters. */
export const MAX_SMS_LENGTH = 765;
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
  textBody: Type.Optional(
    Type.String({ maxLength: MAX_TEXT_LENGTH, pattern: '^(?:[^\\p{Cc}\\p{Cs}]|[\\t\\n\\r])*$' }),
  ),
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

interface AnySend {
  /** Of ours, as the request names it: an integration's id on WhatsApp, a number on SMS. */
  readonly fromAddress: string;
  readonly toAddress: string;
  readonly useExistingActiveConversation: boolean;
}

/** A WhatsApp message as it was asked for: well formed, not yet allowed. */
export interface WhatsAppSend extends AnySend {
  readonly channel: 'whatsapp';
  /** Absent when the request names no template. */
  readonly responseId: string | undefined;
  readonly values: readonly TemplateValue[];
}

/** An SMS as it was asked for: well formed, not yet allowed. */
export interface SmsSend extends AnySend {
  readonly channel: 'sms';
  readonly text: string;
}

export type AgentlessSend = WhatsAppSend | SmsSend;

const checkRequest = requestCheck(SendAgentlessMessageRequest);

/** Reads a request body; refuses what is not well formed, naming the field. */
export function readSendRequest(body: unknown): Outcome<AgentlessSend> {
  const checked = checkRequest(body);
  if (!checked.ok) return checked;
  const request = checked.value;
  switch (request.toAddressMessengerType) {
    case 'whatsapp':
      return readWhatsApp(request);
    case 'sms':
      return readSms(request);
    default:
      return refuse(
        'attendant.channel.not.available',
        `Agentless ${request.toAddressMessengerType} messages are not available here; toAddressMessengerType can be whatsapp or sms.`,
        { field: 'toAddressMessengerType' },
      );
  }
}

function anySend({ fromAddress, toAddress, ...request }: SendAgentlessMessageRequest): AnySend {
  const { useExistingActiveConversation = false } = request;
  return { fromAddress, toAddress, useExistingActiveConversation };
}

function readSms(request: SendAgentlessMessageRequest): Outcome<SmsSend> {
  const { textBody: text, messagingTemplate } = request;
  if (text === undefined || text.trim() === '')
    return refuse('constraint.validation', 'textBody is required for SMS.', { field: 'textBody' });
  if (messagingTemplate !== undefined)
    return refuse(
      'constraint.validation',
      'messagingTemplate is for WhatsApp; the text of an SMS is textBody.',
      { field: 'messagingTemplate' },
    );
  if ([...text].length > MAX_SMS_LENGTH)
    return refuse(
      'constraint.validation',
      `textBody of an SMS must not have more than ${MAX_SMS_LENGTH} characters.`,
      { field: 'textBody' },
    );
  return done({ channel: 'sms', ...anySend(request), text });
}

function readWhatsApp(request: SendAgentlessMessageRequest): Outcome<WhatsAppSend> {
  const values = readValues(request.messagingTemplate);
  if (!values.ok) return values;
  const responseId = request.messagingTemplate?.responseId;
  return done({ channel: 'whatsapp', ...anySend(request), responseId, values: values.value });
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
