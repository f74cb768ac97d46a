import type { JsonObject } from '../../authoring/json.ts';
import {
  type SentTemplate,
  type SentValue,
  sentTemplateOf,
} from '../../platform/message-templates/sent-template.ts';
import type { Message } from '../../platform/messages/message.ts';

/** What Meta takes as buttons under a text: at most three, with short titles, under a body of this length. */
const MAX_REPLIES = 3;
const MAX_REPLY_LENGTH = 20;
const MAX_INTERACTIVE_TEXT = 1024;

/**
 * The body of `POST /{phone-number-id}/messages`. Numbers have a +, else Meta puts the sender's country code before
 * them; our id comes back in every status, which is how one is known whose answer never came.
 */
export function metaRequest(message: Message): JsonObject {
  const { id, toAddress } = message;
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...(/^\d+$/.test(toAddress) ? { to: `+${toAddress}` } : { recipient: toAddress }),
    ...content(message),
    biz_opaque_callback_data: id,
  };
}

function content(message: Message): JsonObject {
  const template = sentTemplateOf(message.fields);
  if (template !== undefined) return { type: 'template', template: templateBody(template) };
  const replies = quickReplies(message);
  if (replies.length > 0) return { type: 'interactive', interactive: buttons(message.text, replies) };
  return { type: 'text', text: { preview_url: false, body: message.text } };
}

function quickReplies({ fields, text }: Message): readonly string[] {
  const given = fields['quickReplies'];
  const replies = Array.isArray(given) ? given.filter((one): one is string => typeof one === 'string') : [];
  const fits =
    replies.length <= MAX_REPLIES &&
    replies.every((one) => one !== '' && one.length <= MAX_REPLY_LENGTH) &&
    text.length <= MAX_INTERACTIVE_TEXT;
  return fits ? replies : [];
}

function buttons(text: string, replies: readonly string[]): JsonObject {
  return {
    type: 'button',
    body: { text },
    action: { buttons: replies.map((title) => ({ type: 'reply', reply: { id: title, title } })) },
  };
}

function templateBody(template: SentTemplate): JsonObject {
  const components = [...header(template), ...body(template), ...templateButtons(template)];
  return {
    name: template.name,
    language: { code: template.language },
    ...(components.length > 0 && { components }),
  };
}

function header({ headerMedia, values, format }: SentTemplate): readonly JsonObject[] {
  const filled = values
    .filter(({ component }) => component === 'header')
    .map((one) => parameter(one, format));
  if (filled.length > 0) return [{ type: 'header', parameters: filled }];
  if (headerMedia === undefined) return [];
  const { kind, url } = headerMedia;
  return url === undefined ? [] : [{ type: 'header', parameters: [{ type: kind, [kind]: { link: url } }] }];
}

function body({ values, format }: SentTemplate): readonly JsonObject[] {
  const filled = values.filter(({ component }) => component === 'body').map((one) => parameter(one, format));
  return filled.length === 0 ? [] : [{ type: 'body', parameters: filled }];
}

function parameter({ id, kind, value }: SentValue, format: SentTemplate['format']): JsonObject {
  if (kind !== 'text' && kind !== 'urlSuffix') return { type: kind, [kind]: { link: value } };
  return { type: 'text', ...(format === 'named' && { parameter_name: id }), text: value };
}

/** Fixed buttons need nothing said, but for the payload that a quick reply brings back. */
function templateButtons({ buttons: fixed = [], values }: SentTemplate): readonly JsonObject[] {
  const urls = values
    .filter(({ component }) => component === 'button')
    .map(({ button = 0, value }) => buttonComponent('url', button, { type: 'text', text: value }));
  const replies = fixed.flatMap((one, index) =>
    one.kind === 'quickReply' && one.payload !== undefined
      ? [buttonComponent('quick_reply', index, { type: 'payload', payload: one.payload })]
      : [],
  );
  return [...urls, ...replies];
}

function buttonComponent(subType: string, index: number, filled: JsonObject): JsonObject {
  return { type: 'button', sub_type: subType, index: String(index), parameters: [filled] };
}
