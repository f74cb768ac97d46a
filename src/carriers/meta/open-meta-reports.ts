import type { TemplateStatus } from '../../platform/message-templates/message-template.ts';
import type { Platform } from '../../platform/platform.ts';
import type { WebhookPort } from '../../platform/webhooks/webhook-port.ts';
import type { Clock } from '../../ports.ts';
import { metaUpdates } from './meta-updates.ts';
import { type MetaWebhookSettings, openMetaWebhook } from './meta-webhook.ts';

/** Our word for what Meta says of a template; what is not here changes nothing. */
const TEMPLATE_EVENTS: { readonly [event: string]: TemplateStatus } = {
  APPROVED: 'approved',
  REINSTATED: 'approved',
  UNARCHIVED: 'approved',
  PENDING: 'pending',
  IN_APPEAL: 'pending',
  REJECTED: 'rejected',
  PAUSED: 'paused',
  ARCHIVED: 'disabled',
  DELETED: 'disabled',
  DISABLED: 'disabled',
  LOCKED: 'disabled',
  PENDING_DELETION: 'disabled',
};

/** Opens the webhook, and has what Meta reports worked through on a platform. */
export function openMetaReports(
  settings: MetaWebhookSettings,
  platform: Platform,
  clock: Clock,
): WebhookPort {
  const { webhooks, consents, responses } = platform;

  function approve(name: string, language: string, event: string): void {
    const status = Object.hasOwn(TEMPLATE_EVENTS, event) ? TEMPLATE_EVENTS[event] : undefined;
    if (status !== undefined) responses.approve(name, language, status);
  }

  function prefer(phoneId: string, value: 'stop' | 'resume', at: number): void {
    const evidence = `user_preferences ${at}`;
    if (value === 'stop') return void consents.hear('whatsapp', phoneId, 'stop', evidence);
    const stored = consents.store.one('whatsapp', phoneId);
    if (stored?.status !== 'withdrawn' || stored.grantedAt === null) return;
    consents.store.record({ ...stored, status: 'granted', withdrawnAt: null }, at, {
      method: 'message',
      evidence,
    });
  }

  webhooks.open(metaUpdates({ ...platform, clock, integrations: settings.integrations, approve, prefer }));
  return openMetaWebhook(settings, webhooks);
}
