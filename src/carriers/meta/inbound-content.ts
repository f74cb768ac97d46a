import type { JsonObject } from '../../authoring/json.ts';
import { objectOf, textOf } from './read-json.ts';

type Fields = { readonly [name: string]: unknown };

/** What of a customer's message is read and kept. */
export interface InboundContent {
  readonly text: string;
  readonly fields: JsonObject;
}

const MEDIA = ['image', 'audio', 'video', 'document', 'sticker'];

/** What a customer wrote, pressed or sent; undefined for what is no message, such as a changed number. */
export function contentOf(message: Fields): InboundContent | undefined {
  const type = textOf(message['type']);
  const part = objectOf(message[type]) ?? {};
  const context = objectOf(message['context']);
  const kept = {
    type,
    ...(context !== undefined && { answers: textOf(context['id']) }),
  };
  switch (type) {
    case 'text':
      return { text: textOf(part['body']), fields: kept };
    case 'button':
      return pressed(textOf(part['text']), textOf(part['payload']), kept);
    case 'interactive':
      return interactive(part, kept);
    case 'reaction': {
      const emoji = textOf(part['emoji']);
      const reaction = { emoji, answers: textOf(part['message_id']) };
      return { text: emoji === '' ? '[reaction removed]' : emoji, fields: { ...kept, reaction } };
    }
    case 'location': {
      const place = [part['name'], part['address']].map(textOf).filter((one) => one !== '');
      return { text: place.join(', ') || '[location]', fields: { ...kept, location: plain(part) } };
    }
    case 'system':
      return undefined;
    default: {
      const caption = textOf(part['caption']);
      const media = MEDIA.includes(type) ? { media: plain(part) } : {};
      return { text: caption === '' ? `[${type || 'unsupported'}]` : caption, fields: { ...kept, ...media } };
    }
  }
}

function interactive(part: Fields, kept: JsonObject): InboundContent {
  const reply = objectOf(part[textOf(part['type'])]) ?? {};
  const title = textOf(reply['title']) || textOf(reply['body']);
  return pressed(title || '[answer]', textOf(reply['id']), kept);
}

function pressed(text: string, payload: string, kept: JsonObject): InboundContent {
  return { text, fields: { ...kept, button: { payload, text } } };
}

/** What is JSON already, as JSON. */
function plain(part: Fields): JsonObject {
  return part as JsonObject;
}
