-- Interactions and their messages, for every channel: docs/platform.md draws them. Times are epoch ms.
-- What the API calls a conversation is a row of `interaction`; a flow that runs for one has a row of `conversation` with the same id.

create table interaction (
  id text primary key,
  channel text not null check (channel in ('email', 'whatsapp', 'sms', 'callback')),
  direction text not null check (direction in ('inbound', 'outbound')),  -- of what began it
  own_address text not null,      -- what it goes through: integration, number or mailbox of ours; '' for callbacks
  customer_address text not null, -- phone ID, E.164 number or e-mail address
  division_id text not null,
  -- waiting: with a flow or in a queue; connected: an agent is in it; disconnected: nobody of ours is
  state text not null check (state in ('waiting', 'connected', 'disconnected')),
  billed integer not null check (billed in (0, 1)),  -- 1: charged as an ACD message (W9)
  subject text,
  participants text not null,     -- JSON array, src/platform/interactions/interaction.ts
  began_at integer not null,
  updated_at integer not null,
  ended_at integer
) strict, without rowid;

create index interaction_current on interaction (channel, own_address, customer_address, began_at);
create index interaction_began on interaction (began_at, id);
create index interaction_customer on interaction (customer_address, began_at);

-- Every message of an interaction, both ways, in order of acceptance.
create table message (
  sequence integer primary key,
  id text not null unique,
  interaction_id text not null,
  channel text not null,
  direction text not null check (direction in ('inbound', 'outbound')),
  client_id text,                 -- the OAuth client that sent it; null for what customers and flows write
  from_address text not null,
  to_address text not null,
  template_id text,
  subject text,
  text text not null,             -- what is read, without markup
  fields text not null,           -- JSON object: what else its channel keeps (HTML, template values, headers …)
  external_id text,               -- the carrier's: Message-ID, wamid …
  carrier text,                   -- who took it: outbox, smtp, meta
  status text not null check (status in
    ('queued', 'sending', 'unknown', 'sent', 'delivered', 'read', 'bounced', 'failed', 'received')),
  error_code text,                -- why it failed or bounced, the carrier's code
  error_reason text,
  plan text,                      -- JSON: what the local outbox is to do with it; null: deliver at once
  due_at integer,                 -- when its carrier looks at it next; null: it has nothing to do
  attempts integer not null,
  accepted_at integer not null,
  sent_at integer,
  delivered_at integer,
  read_at integer,
  failed_at integer
) strict;

create index message_due on message (channel, due_at) where due_at is not null;
create index message_interaction on message (interaction_id, sequence);
create index message_to on message (to_address, sequence);
create index message_external on message (external_id) where external_id is not null;
create index message_sending on message (sequence) where status = 'sending';

insert into interaction (id, channel, direction, own_address, customer_address, division_id, state, billed, participants, began_at, updated_at, ended_at)
  select id, 'whatsapp', 'outbound', integration_id, address, '7a1f0c52-6e0b-4b1e-9a52-0f6f2b1c9d10', state, billed,
    json_array(json_object('id', id || '-customer', 'communicationId', id || '-message', 'purpose', 'customer', 'address', address,
      'state', state, 'beganAt', began_at, 'attributes', json_object())),
    began_at, updated_at, case state when 'disconnected' then updated_at end
  from whatsapp_conversation;

insert into message (sequence, id, interaction_id, channel, direction, client_id, from_address, to_address, template_id, text, fields,
    carrier, status, due_at, attempts, accepted_at, sent_at, delivered_at)
  select sequence, message_id, conversation_id, channel, 'outbound', client_id, from_address, to_address, template_id, text, '{}',
    'outbox', status, case status when 'queued' then queued_at end, 0, queued_at, sent_at, delivered_at
  from outbox;

drop table outbox;
drop table whatsapp_conversation;
