import { createHash } from 'node:crypto';
import type { WebhookEvent } from '../../platform/webhooks/webhook-port.ts';
import { listOf, objectOf, textOf } from './read-json.ts';

type Value = { readonly [name: string]: unknown };

/** The updates in one request of Meta's, each with what it is known by when it comes again. */
export function splitUpdates(body: Buffer): readonly WebhookEvent[] {
  const payload = readPayload(body);
  if (payload === undefined)
    return [
      {
        key: `unreadable:${hashOf(body)}`,
        kind: 'unreadable',
        body: JSON.stringify(body.toString('base64')),
      },
    ];
  return listOf(payload['entry']).flatMap((entry) =>
    listOf(entry['changes']).flatMap((change) => updatesOf(change, entry)),
  );
}

function readPayload(body: Buffer): Value | undefined {
  try {
    return objectOf(JSON.parse(body.toString('utf8')));
  } catch {
    return undefined;
  }
}

function updatesOf(change: Value, entry: Value): readonly WebhookEvent[] {
  const value = objectOf(change['value']) ?? {};
  switch (change['field']) {
    case 'messages':
      return [...messagesOf(value), ...statusesOf(value)];
    case 'user_preferences':
      return listOf(value['user_preferences']).map((preference) =>
        event('preference', [preference['wa_id'], preference['value'], preference['timestamp']], {
          preference,
        }),
      );
    case 'message_template_status_update':
      return [
        event('template', [value['message_template_id'], value['event'], entry['time']], { template: value }),
      ];
    default:
      return [];
  }
}

function messagesOf(value: Value): readonly WebhookEvent[] {
  const contacts = listOf(value['contacts']);
  return listOf(value['messages']).map((message) => {
    const isSender = (contact: Value) =>
      contact['wa_id'] === message['from'] || contact['user_id'] === message['from_user_id'];
    const contact = contacts.find(isSender) ?? contacts[0] ?? {};
    return event('message', [message['id']], { message, contact, phoneNumberId: phoneNumberIdOf(value) });
  });
}

function statusesOf(value: Value): readonly WebhookEvent[] {
  return listOf(value['statuses']).map((status) =>
    event('status', [status['id'], status['status']], { status, phoneNumberId: phoneNumberIdOf(value) }),
  );
}

function phoneNumberIdOf(value: Value): string {
  return textOf(objectOf(value['metadata'])?.['phone_number_id']);
}

/** An update that lacks a part of its key is known by all that it says. */
function event(kind: string, parts: readonly unknown[], content: Value): WebhookEvent {
  const body = JSON.stringify(content);
  const isWhole = parts.every((part) => part !== undefined && part !== null && part !== '');
  const key = isWhole ? parts.map(String).join(':') : hashOf(Buffer.from(body));
  return { key: `meta:${kind}:${key}`, kind, body };
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
