import type { JsonObject } from '../../authoring/json.ts';
import type { Deliveries } from '../../platform/deliveries/deliveries.ts';
import type { InboundMessages } from '../../platform/inbound-messages/inbound-messages.ts';
import type { Message, MessageStatus } from '../../platform/messages/message.ts';
import type { MessageStore } from '../../platform/messages/message-store.ts';
import type { WebhookHandler } from '../../platform/webhooks/webhook-queue.ts';
import type { Clock } from '../../ports.ts';
import { contentOf } from './inbound-content.ts';
import { metaErrorOf } from './meta-errors.ts';
import { listOf, objectOf, textOf } from './read-json.ts';

type Fields = { readonly [name: string]: unknown };
type Handled = ReturnType<WebhookHandler>;

/** What updates change. */
export interface MetaUpdateParts {
  /** The id of a phone number at Meta: the id of its integration. */
  readonly integrations: ReadonlyMap<string, string>;
  readonly messages: MessageStore;
  readonly deliveries: Pick<Deliveries, 'record'>;
  readonly clock: Clock;
  readonly inboundMessages: Pick<InboundMessages, 'store' | 'wake'>;
  /** Hears that somebody stopped or resumed marketing messages by WhatsApp's own switch. */
  readonly prefer: (phoneId: string, value: 'stop' | 'resume', at: number) => void;
  /** Hears how far Meta has approved a template. */
  readonly approve: (name: string, language: string, event: string) => void;
}

/** A voice message that was played was read. */
const STATUSES: {
  readonly [status: string]: Extract<MessageStatus, 'sent' | 'delivered' | 'read' | 'failed'>;
} = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  played: 'read',
  failed: 'failed',
};

/** Works through what Meta reports; every write runs inside the commit of the queue. */
export function metaUpdates(parts: MetaUpdateParts): WebhookHandler {
  const { integrations, messages, deliveries, inboundMessages, clock } = parts;

  function status({ status: told }: Fields): Handled {
    const report = objectOf(told) ?? {};
    const wamid = textOf(report['id']);
    const word = textOf(report['status']);
    const message = messageOf(textOf(report['biz_opaque_callback_data']), wamid);
    // Apps share a number: most likely another one sent it.
    if (message === undefined) return {};
    const known = Object.hasOwn(STATUSES, word) ? STATUSES[word] : undefined;
    if (known === undefined) return { setAside: 'its status is not known' };
    const error = metaErrorOf(listOf(report['errors'])[0]);
    const failure =
      known === 'failed' && error !== undefined ? { code: String(error.code), reason: error.reason } : {};
    deliveries.record(message, { status: known, at: timeOf(report), externalId: wamid, ...failure });
    const pricing = objectOf(report['pricing']);
    if (pricing !== undefined) messages.note(message.id, { pricing: pricing as JsonObject });
    return {};
  }

  /** Unix seconds, as text, in ms; now for what cannot be a time, or lies ahead. */
  function timeOf({ timestamp }: Fields): number {
    const at = Number(timestamp) * 1000;
    return Number.isSafeInteger(at) && at > 0 && at <= clock.now() ? at : clock.now();
  }

  function messageOf(id: string, wamid: string): Message | undefined {
    const named = messages.one(id);
    const found = named?.channel === 'whatsapp' ? named : messages.byExternalId(wamid);
    return found?.direction === 'outbound' ? found : undefined;
  }

  function inbound({ message: written, contact: known, phoneNumberId }: Fields): Handled {
    const message = objectOf(written) ?? {};
    const contact = objectOf(known) ?? {};
    const to = integrations.get(textOf(phoneNumberId));
    if (to === undefined) return { setAside: 'no integration has its phone number id' };
    const content = contentOf(message);
    if (content === undefined) return {};
    // A user with a username may show no number.
    const from = textOf(message['from']) || textOf(message['from_user_id']) || textOf(contact['user_id']);
    const externalId = textOf(message['id']);
    if (from === '' || externalId === '') return { setAside: 'it has no sender or no id' };
    const name = textOf(objectOf(contact['profile'])?.['name']);
    const { interactionId } = inboundMessages.store({
      ...{ channel: 'whatsapp', to, from, externalId, at: timeOf(message), ...content },
      ...(name !== '' && { name }),
    });
    return { after: () => inboundMessages.wake(interactionId) };
  }

  function preference({ preference: told }: Fields): Handled {
    const said = objectOf(told) ?? {};
    const value = textOf(said['value']);
    if (value !== 'stop' && value !== 'resume') return { setAside: 'its value is not known' };
    parts.prefer(textOf(said['wa_id']), value, timeOf(said));
    return {};
  }

  function template({ template: told }: Fields): Handled {
    const update = objectOf(told) ?? {};
    const language = textOf(update['message_template_language']).replace('-', '_');
    parts.approve(textOf(update['message_template_name']), language, textOf(update['event']));
    return {};
  }

  const handlers: { readonly [kind: string]: (content: Fields) => Handled } = {
    ...{ status, preference, template, message: inbound },
  };
  return ({ kind, body }) => {
    const handle = Object.hasOwn(handlers, kind) ? handlers[kind] : undefined;
    return handle?.(objectOf(JSON.parse(body)) ?? {}) ?? { setAside: 'it is no JSON' };
  };
}
