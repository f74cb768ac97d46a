import type { DeliveryNews, MessageHead } from '../messages/message.ts';
import type { NextStep } from '../messages/message-store.ts';

/** What the local outbox did with a message, and what it does next. */
export interface LocalDelivery {
  readonly news: DeliveryNews;
  readonly next: NextStep;
}

const NOTHING_MORE: NextStep = { dueAt: null, plan: null };

/**
 * The local outbox: what stands in for a carrier. It delivers at once, or does what the message's plan says, step by
 * step. Nothing leaves the machine, so it may do the same again after a crash.
 */
export function deliverLocally({ plan }: MessageHead, now: number): LocalDelivery {
  const [step, ...rest] = plan ?? [];
  if (step === undefined) return { news: { status: 'delivered', at: now }, next: NOTHING_MORE };
  const { status, code, reason } = step;
  const news = {
    status,
    at: now,
    ...(code === undefined ? {} : { code }),
    ...(reason === undefined ? {} : { reason }),
  };
  const following = rest[0];
  if (following === undefined) return { news, next: NOTHING_MORE };
  return { news, next: { dueAt: now + following.afterMs, plan: rest } };
}
