-- Inbound e-mail (E11): domains, their routes, and what came in. Times are epoch ms.

create table inbound_domain (
  name text primary key,          -- A-labels in lower case; the API's id
  sub_domain integer not null check (sub_domain in (0, 1)),  -- 1: its DNS records are Genesys' own
  mx_status text not null check (mx_status in ('VALID', 'INVALID', 'NOT_AVAILABLE')),
  settings text not null,         -- JSON object: what else was given for it
  created_at integer not null
) strict, without rowid;

create table inbound_route (
  id text primary key,
  domain_name text not null references inbound_domain (name) on delete cascade,
  pattern text not null,          -- a mailbox' local part in lower case, or * for all others
  flow_id text,                   -- either a flow or a queue
  queue_id text,
  settings text not null,         -- JSON object: what else was given for it
  created_at integer not null,
  unique (domain_name, pattern)
) strict, without rowid;

-- Every e-mail that was taken, by what tells it apart, so that a second delivery of it is stored once.
create table inbound_email (
  key text primary key,           -- SHA-256 of mailbox, sender and Message-ID, hex
  message_id text not null,       -- the row of `message`
  interaction_id text not null
) strict, without rowid;

-- What a flow has not taken yet: stored with the message, removed when the flow's first step is stored.
create table inbound_flow_start (
  sequence integer primary key,
  message_id text not null unique,
  interaction_id text not null,
  flow_id text not null
) strict;

-- What mail servers told of a message of ours (RFC 3464), oldest first.
create table delivery_report (
  sequence integer primary key,
  key text not null unique,       -- SHA-256 of the report, hex
  message_id text not null,
  action text not null,           -- failed, delayed, delivered, relayed, expanded
  status text not null,           -- such as 5.1.1; '' for none
  diagnostic text not null,       -- '' for none
  at integer not null
) strict;

create index delivery_report_message on delivery_report (message_id, sequence);
