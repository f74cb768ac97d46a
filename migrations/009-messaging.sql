-- What the local outbox is to do with messages to an address. Times are epoch ms.
create table delivery_outcome (
  channel text not null check (channel in ('email', 'whatsapp', 'sms')),
  address text not null,        -- phone ID, E.164 number, or e-mail address in lower case
  outcome text not null,        -- JSON as it was asked for: a preset's name, or steps
  plan text not null,           -- JSON array of steps, src/platform/messages/message.ts
  modified_at integer not null,
  primary key (channel, address)
) strict, without rowid;
