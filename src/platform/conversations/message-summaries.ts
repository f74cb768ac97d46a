import type Sqlite from 'better-sqlite3';
import type { Message } from '../messages/message.ts';

/** A message without what was written: its way and how far it got. */
export type MessageDelivery = Pick<
  Message,
  | 'id'
  | 'channel'
  | 'direction'
  | 'fromAddress'
  | 'toAddress'
  | 'subject'
  | 'status'
  | 'errorCode'
  | 'errorReason'
  | 'acceptedAt'
  | 'sentAt'
  | 'deliveredAt'
  | 'readAt'
  | 'failedAt'
>;

/** The same in a conversation, with the campaign that it is of. */
export interface MessageSummary extends MessageDelivery {
  /** The campaign that sent it; null for what no campaign did, and for a campaign that was deleted. */
  readonly campaignId: string | null;
  readonly contactListId: string | null;
  /** Whether a campaign sent it, deleted or not. */
  readonly isOfCampaign: 0 | 1;
}

/** How many messages of a conversation are told of with it, the newest; a thread may have thousands. */
export const MAX_MESSAGES_TOLD = 200;

/** Reads the messages of conversations without their texts, which may have megabytes. */
export function messageSummaries(sqlite: Sqlite.Database) {
  const newest = sqlite.prepare<[string, number], MessageSummary>(
    `select m.id, m.channel, m.direction, from_address as fromAddress, to_address as toAddress, subject, m.status,
       error_code as errorCode, error_reason as errorReason, accepted_at as acceptedAt, sent_at as sentAt,
       delivered_at as deliveredAt, read_at as readAt, failed_at as failedAt, c.id as campaignId,
       l.id as contactListId, campaign_run is not null as isOfCampaign
     from message m
     left join campaign_run r on r.key = campaign_run
     left join campaign c on c.key = r.campaign_key
     left join contact_list l on l.key = r.list_key
     where interaction_id = ? order by sequence desc limit ?`,
  );
  return {
    /** The newest of a conversation, the oldest of them first. */
    of: (conversationId: string): readonly MessageSummary[] =>
      newest.all(conversationId, MAX_MESSAGES_TOLD).reverse(),
  };
}

/** What messageSummaries returns. */
export type MessageSummaries = ReturnType<typeof messageSummaries>;

/** When the status that a message has was reached, epoch ms. */
export function statusAt(message: MessageDelivery): number {
  const { status, acceptedAt, sentAt, deliveredAt, readAt, failedAt } = message;
  if (status === 'failed' || status === 'bounced') return failedAt ?? acceptedAt;
  if (status === 'read') return readAt ?? acceptedAt;
  if (status === 'delivered') return deliveredAt ?? acceptedAt;
  return sentAt ?? acceptedAt;
}
