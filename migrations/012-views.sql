-- Views for people (docs/sql-views.md), indexes for searching, and what webhooks brought (docs/triggers.md). Times of tables are epoch ms.
-- A later migration that makes a table anew drops the views on it first, and makes them again.

-- Searching by interval: what happened last.
create index interaction_updated on interaction (updated_at, began_at);
create index conversation_updated on conversation (updated_at, started_at);

-- An event that a webhook brought: stored first, then its workflow is launched under an id that is fixed already.
create table trigger_event (
  execution_id text primary key,  -- id of the workflow's conversation
  trigger_name text not null,
  event_id text,                  -- X-Event-Id; null: the sender gave none
  body_hash text not null,        -- SHA-256 of the body, hex
  signature_hash text not null,   -- SHA-256 of the time signed and the body, hex: the same one is not taken twice
  flow text not null,             -- the name of the workflow
  inputs text not null,           -- JSON object: Flow.x and its value
  state text not null check (state in ('received', 'launched', 'failed')),
  received_at integer not null,
  launched_at integer
) strict, without rowid;

create unique index trigger_event_id on trigger_event (trigger_name, event_id) where event_id is not null;
create index trigger_event_signature on trigger_event (trigger_name, signature_hash);
create index trigger_event_received on trigger_event (received_at);
create index trigger_event_waiting on trigger_event (received_at) where state = 'received';

-- Every conversation: those of a channel, and the calls and workflows that flows run for nothing else.
create view v_conversations as
select i.id as conversation_id, i.channel, i.direction, i.state, i.customer_address, i.own_address, i.subject, i.division_id,
    null as flow_name, null as flow_type, i.billed as is_billed,
    strftime('%Y-%m-%dT%H:%M:%fZ', i.began_at / 1000.0, 'unixepoch') as began_at,
    strftime('%Y-%m-%dT%H:%M:%fZ', i.updated_at / 1000.0, 'unixepoch') as updated_at,
    strftime('%Y-%m-%dT%H:%M:%fZ', i.ended_at / 1000.0, 'unixepoch') as ended_at,
    i.began_at as began_ms, i.updated_at as updated_ms
  from interaction i
union all
select c.id,
    case c.state ->> '$.flow.type'
      when 'inboundMessage' then 'message' when 'inboundEmail' then 'email' when 'inboundChat' then 'chat'
      when 'inboundCall' then 'voice' when 'outboundCall' then 'voice' when 'inqueueCall' then 'voice' when 'secureCall' then 'voice'
      else 'workflow' end,
    case c.state ->> '$.flow.type' when 'outboundCall' then 'outbound' else 'inbound' end,
    case c.status when 'ended' then 'disconnected' else 'waiting' end,
    replace(coalesce(c.state ->> '$.call.ani', c.state ->> '$.call.message.senderAddress', c.state ->> '$.call.email.from.id'), 'tel:', ''),
    replace(coalesce(c.state ->> '$.call.calledAddress', c.state ->> '$.call.message.targetAddresses[0]',
      c.state ->> '$.call.email.to[0].id'), 'tel:', ''),
    c.state ->> '$.call.email.subject', null, c.flow_name, c.state ->> '$.flow.type', 0,
    strftime('%Y-%m-%dT%H:%M:%fZ', c.started_at / 1000.0, 'unixepoch'),
    strftime('%Y-%m-%dT%H:%M:%fZ', c.updated_at / 1000.0, 'unixepoch'),
    case c.status when 'ended' then strftime('%Y-%m-%dT%H:%M:%fZ', c.updated_at / 1000.0, 'unixepoch') end,
    c.started_at, c.updated_at
  from conversation c
  where not exists (select 1 from interaction where id = c.id);

-- Who took part in conversations of a channel, in order of joining; position 0 is the customer.
create view v_participants as
select i.id as conversation_id, p.key as position, p.value ->> '$.id' as participant_id, p.value ->> '$.purpose' as purpose,
    p.value ->> '$.name' as name, p.value ->> '$.address' as address, p.value ->> '$.userId' as user_id,
    p.value ->> '$.queueId' as queue_id, p.value ->> '$.flow' as flow_name, p.value ->> '$.state' as state,
    p.value ->> '$.disconnectType' as disconnect_type, p.value ->> '$.wrapup.code' as wrapup_code,
    strftime('%Y-%m-%dT%H:%M:%fZ', (p.value ->> '$.beganAt') / 1000.0, 'unixepoch') as joined_at,
    strftime('%Y-%m-%dT%H:%M:%fZ', (p.value ->> '$.connectedAt') / 1000.0, 'unixepoch') as connected_at,
    strftime('%Y-%m-%dT%H:%M:%fZ', (p.value ->> '$.endedAt') / 1000.0, 'unixepoch') as ended_at
  from interaction i, json_each(i.participants) p;

-- Participant data: of participants, and what flows have set on the customer.
create view v_participant_data as
select i.id as conversation_id, p.value ->> '$.id' as participant_id, p.value ->> '$.purpose' as purpose, a.key as name, a.value as value,
    'participant' as source
  from interaction i, json_each(i.participants) p, json_each(p.value, '$.attributes') a
union all
select c.id, null, 'customer', a.key, a.value, 'flow'
  from conversation c, json_each(c.state, '$.participantData') a;

-- Every message, both ways, and how far it is.
create view v_messages as
select id as message_id, interaction_id as conversation_id, channel, direction, from_address, to_address, subject, text, template_id,
    status, error_code, error_reason, carrier, external_id, attempts, client_id,
    strftime('%Y-%m-%dT%H:%M:%fZ', accepted_at / 1000.0, 'unixepoch') as accepted_at,
    strftime('%Y-%m-%dT%H:%M:%fZ', sent_at / 1000.0, 'unixepoch') as sent_at,
    strftime('%Y-%m-%dT%H:%M:%fZ', delivered_at / 1000.0, 'unixepoch') as delivered_at,
    strftime('%Y-%m-%dT%H:%M:%fZ', read_at / 1000.0, 'unixepoch') as read_at,
    strftime('%Y-%m-%dT%H:%M:%fZ', failed_at / 1000.0, 'unixepoch') as failed_at,
    sequence, accepted_at as accepted_ms
  from message;

-- Callbacks with their queue.
create view v_callbacks as
select c.id as callback_id, c.interaction_id as conversation_id, c.state, c.queue_id, q.name as queue_name, c.owner_id, c.agent_id,
    c.priority, c.details ->> '$.numbers[0]' as number, c.details ->> '$.userName' as name,
    strftime('%Y-%m-%dT%H:%M:%fZ', c.scheduled_at / 1000.0, 'unixepoch') as scheduled_at,
    strftime('%Y-%m-%dT%H:%M:%fZ', c.created_at / 1000.0, 'unixepoch') as created_at,
    strftime('%Y-%m-%dT%H:%M:%fZ', c.ended_at / 1000.0, 'unixepoch') as ended_at
  from callback c left join queue q on q.id = c.queue_id;

-- The newest word of everybody about being written to.
create view v_consents as
select channel, address, status, method, business_name, evidence,
    strftime('%Y-%m-%dT%H:%M:%fZ', granted_at / 1000.0, 'unixepoch') as granted_at,
    strftime('%Y-%m-%dT%H:%M:%fZ', withdrawn_at / 1000.0, 'unixepoch') as withdrawn_at
  from consent;
