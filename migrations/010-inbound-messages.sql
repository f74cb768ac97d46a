-- Messages that customers write, the flows that answer them, and what carriers report. Times are epoch ms.

-- How far what a flow wrote is in the messages of its interaction: up to this step of its conversation.
create table answered_step (
  interaction_id text primary key,
  step integer not null
) strict, without rowid;

-- Who gets what is written to an address of ours: a flow or a queue.
create table messaging_route (
  channel text not null,
  own_address text not null,      -- an integration's id, or a number of ours
  flow text,                      -- its name or id
  queue_id text,
  created_at integer not null,
  modified_at integer not null,
  primary key (channel, own_address)
) strict, without rowid;

-- Inbound messages that a flow has still to be told of; stored with the message, gone when the flow has it.
create table handover (
  sequence integer primary key,
  message_id text not null unique,
  interaction_id text not null,
  flow text                       -- the flow to start, when none runs for the interaction
) strict;

-- What a carrier reported: stored before it is answered, worked through in order afterwards.
create table webhook_event (
  sequence integer primary key,
  key text not null unique,       -- what a repeated report is known by
  kind text not null,
  body text not null,             -- JSON; '' once it is done with
  received_at integer not null,
  done_at integer,                -- null: still to be worked through, or set aside
  set_aside text                  -- why it cannot be worked through
) strict;

create index webhook_event_open on webhook_event (sequence) where done_at is null and set_aside is null;
create index webhook_event_done on webhook_event (done_at) where done_at is not null;
