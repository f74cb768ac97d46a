import type Sqlite from 'better-sqlite3';
import type { DeliveryNews, MessageHead } from '../messages/message.ts';
import {
  isBlocked,
  type WhatsAppIntegration,
  type WhatsAppIntegrationStore,
} from './whatsapp-integration-store.ts';

/** Meta's code for a number that is not active on WhatsApp. */
const NOT_ON_WHATSAPP = '131026';
const HOUR_MS = 60 * 60 * 1000;
/** How far back is looked, how many of the organization's messages at most, and how long a block lasts. */
const WINDOW_MS = 24 * HOUR_MS;
const NEWEST = 500;
export const BLOCKED_MS = 24 * HOUR_MS;

/** So many undeliverable messages, and at least this part of all. Meta publishes no figures: these are ours. */
const LEVELS = {
  YELLOW: { messages: 5, part: 0.05 },
  RED: { messages: 10, part: 0.1 },
  blocked: { messages: 20, part: 0.2 },
} as const;

/** How well a sender's messages are received, in Meta's words. */
export interface SenderQuality {
  readonly rating: 'GREEN' | 'YELLOW' | 'RED';
  /** Messages of the window. */
  readonly messages: number;
  /** Those of them to numbers that are not on WhatsApp. */
  readonly undeliverable: number;
}

interface Counts {
  readonly messages: number;
  readonly undeliverable: number;
}

/**
 * The quality of WhatsApp senders (W8): who writes to too many numbers that are not on WhatsApp is blocked for a day, or
 * until the operator lifts it.
 *
 * Nothing is counted while messages are accepted: what is asked for is read from the newest messages, and only when a
 * message has failed for this reason or somebody looks.
 */
export function openSenderQuality(sqlite: Sqlite.Database, integrations: WhatsAppIntegrationStore) {
  const counts = sqlite.prepare<[number, string, number, number], Counts>(
    `select count(*) as messages, coalesce(sum(error_code = '${NOT_ON_WHATSAPP}'), 0) as undeliverable
     from (select channel, direction, from_address, accepted_at, error_code from message order by sequence desc limit ?)
     where channel = 'whatsapp' and direction = 'outbound' and from_address = ? and accepted_at > max(?, ?)`,
  );

  /** @param since messages before are not looked at: the operator lifted a block then. */
  function countOf(integration: WhatsAppIntegration, now: number): Counts {
    const { blockedUntil } = integration;
    const since = blockedUntil !== null && blockedUntil <= now ? blockedUntil : 0;
    return counts.get(NEWEST, integration.id, now - WINDOW_MS, since) ?? { messages: 0, undeliverable: 0 };
  }

  const reaches = ({ messages, undeliverable }: Counts, level: (typeof LEVELS)[keyof typeof LEVELS]) =>
    undeliverable >= level.messages && undeliverable >= level.part * messages;

  function qualityOf(integration: WhatsAppIntegration, now: number): SenderQuality {
    const found = countOf(integration, now);
    const rating = reaches(found, LEVELS.RED) ? 'RED' : reaches(found, LEVELS.YELLOW) ? 'YELLOW' : 'GREEN';
    return { rating, ...found };
  }

  /** Hears of deliveries, inside the transaction that stores them: blocks a sender whose measure is full. */
  function hear(message: MessageHead, { status, code, at }: DeliveryNews): void {
    if (message.channel !== 'whatsapp' || status !== 'failed' || code !== NOT_ON_WHATSAPP) return;
    const integration = integrations.one(message.fromAddress);
    if (integration === undefined || isBlocked(integration, at)) return;
    if (!reaches(countOf(integration, at), LEVELS.blocked)) return;
    const { version } = integration;
    const block = { blockedAt: at, blockedUntil: at + BLOCKED_MS, modifiedAt: at, version: version + 1 };
    integrations.put({ ...integration, ...block });
  }

  return { qualityOf, hear };
}

/** What openSenderQuality returns. */
export type SenderQualities = ReturnType<typeof openSenderQuality>;
