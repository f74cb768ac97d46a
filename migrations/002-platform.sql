-- The local agentless platform: access, WhatsApp, consents, messages and the outbox. Times are epoch ms.

-- An OAuth client and what its roles allow (O1).
create table oauth_client (
  id text primary key,
  name text not null,
  secret_hash text not null,    -- scrypt, src/platform/oauth/secret-hash.ts
  permissions text not null,    -- JSON array of permission names
  local_only integer not null check (local_only in (0, 1))  -- 1: its tokens work from this machine only
) strict, without rowid;

-- An access token; only its hash is kept.
create table oauth_token (
  hash text primary key,        -- SHA-256, hex
  client_id text not null references oauth_client (id) on delete cascade,
  expires_at integer not null
) strict, without rowid;

create index oauth_token_expiry on oauth_token (expires_at);

-- A WhatsApp integration of the organization; its id is the fromAddress of a message (W2).
create table whatsapp_integration (
  id text primary key,
  name text not null,
  phone_number text not null,
  status text not null check (status in ('active', 'inactive')),
  created_at integer not null,
  modified_at integer not null,
  version integer not null
) strict, without rowid;

-- A message template: a response of type messaging template in Genesys' words (W4).
create table message_template (
  id text primary key,
  created_at integer not null,
  definition text not null      -- JSON, src/platform/message-templates/message-template.ts
) strict, without rowid;

-- The newest word of a person about being written to on a channel (W5).
create table consent (
  channel text not null,
  address text not null,        -- on WhatsApp the phone ID: digits
  status text not null check (status in ('granted', 'withdrawn')),
  method text not null,         -- how it was granted
  business_name text not null,
  evidence text not null,       -- '' for none
  granted_at integer not null,
  withdrawn_at integer,
  primary key (channel, address)
) strict, without rowid;

-- Every grant and withdrawal, oldest first; never changed, never deleted.
create table consent_event (
  channel text not null,
  address text not null,
  sequence integer not null,    -- from 1
  at integer not null,
  kind text not null check (kind in ('granted', 'withdrawn')),
  method text not null,
  business_name text not null,
  evidence text not null,
  primary key (channel, address, sequence)
) strict, without rowid;

-- A conversation of one customer with one integration (W7). `billed` counts it as an ACD message (W9).
create table whatsapp_conversation (
  id text primary key,
  integration_id text not null,
  address text not null,
  state text not null check (state in ('connected', 'disconnected')),
  billed integer not null check (billed in (0, 1)),
  began_at integer not null,
  updated_at integer not null
) strict, without rowid;

create index whatsapp_conversation_newest on whatsapp_conversation (integration_id, address, began_at);

-- What was accepted for sending, in order, and how its delivery went. `text` is what the customer reads.
create table outbox (
  sequence integer primary key,
  message_id text not null unique,
  conversation_id text not null,
  client_id text not null,
  channel text not null,
  from_address text not null,
  to_address text not null,
  template_id text,
  text text not null,
  status text not null check (status in ('queued', 'delivered', 'failed')),
  queued_at integer not null,
  sent_at integer,
  delivered_at integer
) strict;

create index outbox_to on outbox (to_address, sequence);
create index outbox_queued on outbox (sequence) where status = 'queued';

-- The first result of a request that carried an Idempotency-Key. Kept as long as the messages are.
create table idempotent_result (
  client_id text not null,
  key text not null,
  request_hash text not null,   -- SHA-256, hex
  result text not null,         -- JSON
  at integer not null,
  primary key (client_id, key)
) strict, without rowid;
