import { HOME_DIVISION_ID } from '../divisions/home-division.ts';

/*
 * Where conversations are looked for: interactions, and flows that run for none. Each source says in SQL what its
 * conversations and their segments have, under the names that Genesys gives them. A dimension that is not listed has no
 * data here. A segment is a message of the customer, or a participant's part without one: analytics-entity.ts shows
 * the same ones.
 */

/** One kind of conversations, in SQL. */
export interface AnalyticsSource {
  /** The table with its alias. */
  readonly from: string;
  readonly id: string;
  /** Epoch ms. */
  readonly began: string;
  readonly updated: string;
  /** Epoch ms; null while it goes on. */
  readonly ended: string;
  readonly division: string;
  /** Holds for every conversation of the source. */
  readonly where: string;
  /** Dimension or metric of the conversation: its SQL, null for none. */
  readonly conversation: SqlByName;
  /** What the segments of a conversation are read from. */
  readonly segments: string;
  readonly segment: SqlByName;
  /** What a segment's dimension says of its whole conversation in a way that an index answers; `?` is the value. */
  readonly hints: SqlByName;
}

type SqlByName = { readonly [name: string]: string };

/** Genesys' delivery status of our status. */
export const DELIVERY_STATUSES = {
  queued: 'Queued',
  sending: 'Queued',
  unknown: 'Sent',
  sent: 'Sent',
  delivered: 'DeliverySuccess',
  read: 'Read',
  failed: 'DeliveryFailed',
  bounced: 'DeliveryFailed',
  received: 'Received',
} as const;

const DELIVERY_STATUS = `case m.status ${Object.entries(DELIVERY_STATUSES)
  .map(([status, name]) => `when '${status}' then '${name}'`)
  .join(' ')} end`;

/** How a campaign's message ended (C12). */
const DISPOSITION = `case when m.campaign_run is null then null when m.status in ('sent', 'delivered', 'read')
  then 'OUTBOUND-MESSAGE-SENT' when m.status in ('failed', 'bounced') then 'OUTBOUND-MESSAGE-FAILED' end`;
const OF_CAMPAIGN = 'from campaign_run r join campaign c on c.key = r.campaign_key';
const OF_LIST = 'from campaign_run r join contact_list l on l.key = r.list_key';

const HAS_INBOUND = `exists (select 1 from message where interaction_id = i.id and direction = 'inbound')`;
const HAS_FAILED = `exists (select 1 from message where interaction_id = i.id and status in ('failed', 'bounced'))`;

const INTERACTIONS: AnalyticsSource = {
  from: 'interaction i',
  id: 'i.id',
  began: 'i.began_at',
  updated: 'i.updated_at',
  ended: 'i.ended_at',
  division: 'i.division_id',
  where: 'true',
  conversation: {
    conversationId: 'i.id',
    divisionId: 'i.division_id',
    originatingDirection: 'i.direction',
    conversationInitiator: `case i.direction when 'inbound' then 'customer' else 'api' end`,
    customerParticipation: `case when i.direction = 'inbound' or ${HAS_INBOUND} then 'true' else 'false' end`,
    conversationStart: 'i.began_at',
    conversationEnd: 'i.ended_at',
    nConversations: '1',
    nOutbound: `case i.direction when 'outbound' then 1 end`,
    nError: `case when ${HAS_FAILED} then 1 end`,
    tConversationDuration: 'i.ended_at - i.began_at',
  },
  segments: `json_each(i.participants) p left join message m on m.interaction_id = i.id and p.key = 0`,
  segment: {
    purpose: `p.value ->> '$.purpose'`,
    participantName: `p.value ->> '$.name'`,
    userId: `p.value ->> '$.userId'`,
    queueId: `p.value ->> '$.queueId'`,
    flowName: `p.value ->> '$.flow'`,
    disconnectType: `p.value ->> '$.disconnectType'`,
    wrapUpCode: `coalesce(p.value ->> '$.wrapup.code', ${DISPOSITION})`,
    wrapUpNote: `p.value ->> '$.wrapup.notes'`,
    segmentType: `case p.value ->> '$.state' when 'alerting' then 'alert' when 'scheduled' then 'scheduled' else 'interact' end`,
    segmentEnd: `coalesce(m.accepted_at, p.value ->> '$.endedAt')`,
    mediaType: `case i.channel when 'email' then 'email' when 'callback' then 'callback' else 'message' end`,
    messageType: `case when i.channel in ('whatsapp', 'sms') then i.channel end`,
    direction: 'coalesce(m.direction, i.direction)',
    provider: `'Attendant'`,
    ani: 'i.customer_address',
    remote: 'i.customer_address',
    callbackNumber: `case i.channel when 'callback' then i.customer_address end`,
    addressFrom: 'm.from_address',
    addressTo: 'm.to_address',
    destinationAddress: `case m.direction when 'outbound' then m.to_address end`,
    deliveryStatus: DELIVERY_STATUS,
    extendedDeliveryStatus: 'm.status',
    errorCode: 'm.error_code',
    dispositionName: DISPOSITION,
    outboundCampaignId: `(select c.id ${OF_CAMPAIGN} where r.key = m.campaign_run)`,
    outboundContactListId: `(select l.id ${OF_LIST} where r.key = m.campaign_run)`,
    subject: `coalesce(m.subject, case i.channel when 'email' then i.subject end)`,
    tSegmentDuration: `case when m.id is null then (p.value ->> '$.endedAt') - (p.value ->> '$.beganAt') else 0 end`,
  },
  hints: {
    ani: 'i.customer_address = ?',
    remote: 'i.customer_address = ?',
    callbackNumber: 'i.customer_address = ?',
    addressTo: 'i.id in (select interaction_id from message where to_address = ?)',
    destinationAddress: 'i.id in (select interaction_id from message where to_address = ?)',
    outboundCampaignId: `i.id in (select interaction_id from message
      where campaign_run in (select r.key ${OF_CAMPAIGN} where c.id = ?))`,
    outboundContactListId: `i.id in (select interaction_id from message
      where campaign_run in (select r.key ${OF_LIST} where l.id = ?))`,
  },
};

const FLOW_TYPE = `c.state ->> '$.flow.type'`;
const CALLER = `replace(coalesce(c.state ->> '$.call.ani', c.state ->> '$.call.message.senderAddress', c.state ->> '$.call.email.from.id'), 'tel:', '')`;
const FLOW_MEDIA = `case ${FLOW_TYPE} when 'inboundMessage' then 'message' when 'inboundEmail' then 'email' when 'inboundChat' then 'chat'
  when 'inboundCall' then 'voice' when 'outboundCall' then 'voice' when 'secureCall' then 'voice' when 'inqueueCall' then 'voice'
  else 'unknown' end`;
const FLOW_ENDED = `case c.status when 'ended' then c.updated_at end`;

const FLOW_CALLS: AnalyticsSource = {
  from: 'conversation c',
  id: 'c.id',
  began: 'c.started_at',
  updated: 'c.updated_at',
  ended: FLOW_ENDED,
  division: `'${HOME_DIVISION_ID}'`,
  where: 'not exists (select 1 from interaction where id = c.id)',
  conversation: {
    conversationId: 'c.id',
    divisionId: `'${HOME_DIVISION_ID}'`,
    originatingDirection: `case ${FLOW_TYPE} when 'outboundCall' then 'outbound' else 'inbound' end`,
    conversationInitiator: `case ${FLOW_MEDIA} when 'unknown' then 'workflow' else 'customer' end`,
    customerParticipation: `case ${FLOW_MEDIA} when 'unknown' then 'false' else 'true' end`,
    externalTag: `c.state ->> '$.facts.externalTag'`,
    conversationStart: 'c.started_at',
    conversationEnd: FLOW_ENDED,
    nConversations: '1',
    nFlow: '1',
    tFlow: `${FLOW_ENDED} - c.started_at`,
    tConversationDuration: `${FLOW_ENDED} - c.started_at`,
  },
  segments: `json_each(case ${FLOW_MEDIA} when 'unknown' then '["workflow"]' else '["customer", "ivr"]' end) p`,
  segment: {
    purpose: 'p.value',
    participantName: `case p.value when 'customer' then c.state ->> '$.call.remoteName' else c.flow_name end`,
    flowName: `case p.value when 'customer' then null else c.flow_name end`,
    flowVersion: `case p.value when 'customer' then null else c.flow_hash end`,
    disconnectType: `case c.state ->> '$.ending.reason' when 'callerDisconnected' then 'endpoint'
      when 'transferred' then 'transfer' when 'error' then 'error' when 'flowDisconnected' then 'client'
      when 'completed' then 'client' end`,
    segmentType: `case p.value when 'customer' then 'interact' else 'ivr' end`,
    segmentEnd: FLOW_ENDED,
    mediaType: FLOW_MEDIA,
    messageType: `case ${FLOW_MEDIA} when 'message' then 'unknown' end`,
    direction: `case ${FLOW_TYPE} when 'outboundCall' then 'outbound' else 'inbound' end`,
    provider: `'Attendant'`,
    ani: CALLER,
    remote: CALLER,
    subject: `c.state ->> '$.call.email.subject'`,
    tSegmentDuration: `${FLOW_ENDED} - c.started_at`,
  },
  hints: {},
};

/** All there are. */
export const ANALYTICS_SOURCES: readonly AnalyticsSource[] = [INTERACTIONS, FLOW_CALLS];
