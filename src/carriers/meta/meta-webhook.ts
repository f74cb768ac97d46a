import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { WebhookPort } from '../../platform/webhooks/webhook-port.ts';
import type { WebhookQueue } from '../../platform/webhooks/webhook-queue.ts';
import { splitUpdates } from './split-updates.ts';

/** What a webhook is checked and read with. */
export interface MetaWebhookSettings {
  readonly appSecret: string;
  readonly verifyToken: string;
  /** The id of a phone number at Meta: the id of its integration. */
  readonly integrations: ReadonlyMap<string, string>;
}

/** Meta's webhook: what is signed with the app's secret is stored, and worked through afterwards. */
export function openMetaWebhook(
  { appSecret, verifyToken }: Pick<MetaWebhookSettings, 'appSecret' | 'verifyToken'>,
  queue: Pick<WebhookQueue, 'accept'>,
): WebhookPort {
  return {
    verify(query) {
      const challenge = query['hub.challenge'];
      const isAsked = query['hub.mode'] === 'subscribe' && typeof challenge === 'string';
      return isAsked && isSame(String(query['hub.verify_token'] ?? ''), verifyToken) ? challenge : undefined;
    },
    async accept(body, signature) {
      const expected = `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;
      if (!isSame(signature ?? '', expected)) return false;
      await queue.accept(splitUpdates(body));
      return true;
    },
  };
}

/** Compares in a time that says nothing of where two texts differ. */
function isSame(given: string, expected: string): boolean {
  const [one, other] = [given, expected].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && expected !== '' && timingSafeEqual(one, other);
}
