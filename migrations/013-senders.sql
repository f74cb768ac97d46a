-- Senders of messages, and withdrawals by those who never agreed. Times are epoch ms.
-- Tables are made anew under their own names: views name them, and renaming one would look for it.

-- The newest word of a person about being written to on a channel (W5). Who says STOP may never have agreed.
create table consent_old as select * from consent;
drop table consent;
create table consent (
  channel text not null,
  address text not null,        -- phone ID, E.164 number, or e-mail address in lower case
  status text not null check (status in ('granted', 'withdrawn')),
  method text not null,         -- how it was granted; of a withdrawal without a grant, how it was withdrawn
  business_name text not null,  -- '' for a withdrawal without a grant
  evidence text not null,       -- '' for none
  granted_at integer,           -- null: never
  withdrawn_at integer,
  primary key (channel, address)
) strict, without rowid;

insert into consent select channel, address, status, method, business_name, evidence, granted_at, withdrawn_at from consent_old;
drop table consent_old;

-- A WhatsApp integration. `incomplete`: its embedded sign-up waits for the number. Who writes to too many numbers that
-- are not on WhatsApp is blocked until a time (W8).
create table whatsapp_integration_old as select * from whatsapp_integration;
drop table whatsapp_integration;
create table whatsapp_integration (
  id text primary key,
  name text not null,
  phone_number text not null,   -- E.164; '' while incomplete
  status text not null check (status in ('active', 'inactive', 'incomplete')),
  blocked_at integer,
  blocked_until integer,
  created_at integer not null,
  modified_at integer not null,
  version integer not null
) strict, without rowid;

insert into whatsapp_integration (id, name, phone_number, status, created_at, modified_at, version)
  select id, name, phone_number, status, created_at, modified_at, version from whatsapp_integration_old;
drop table whatsapp_integration_old;

-- A number that SMS go out from (W10).
create table sms_phone_number (
  id text primary key,
  phone_number text not null unique,  -- E.164
  name text,
  type text not null check (type in ('local', 'mobile', 'tollfree', 'shortcode')),
  country_code text not null,         -- ISO 3166-1 alpha-2
  address_id text,
  created_at integer not null,
  modified_at integer not null,
  version integer not null
) strict, without rowid;

-- An address that a number is registered for.
create table sms_address (
  id text primary key,
  created_at integer not null,
  definition text not null      -- JSON, src/platform/sms-numbers/sms-addresses.ts
) strict, without rowid;
