-- Flow versions, conversations and their steps. docs/data-model.md draws it.

-- A flow as it was when a conversation began: the flow, its task files and its data actions (R5).
create table flow_version (
  hash text primary key,      -- SHA-256 of `bundle`, hex
  name text not null,
  type text not null,
  bundle text not null        -- JSON
) strict, without rowid;

-- One row a conversation, its newest state. `step` counts its steps from 1.
create table conversation (
  id text primary key,
  flow_hash text not null,
  flow_name text not null,
  step integer not null,
  status text not null check (status in ('waiting', 'ended')),
  waits_for text,             -- what it waits for, absent when ended
  due_at integer,             -- epoch ms: when the wait runs out by itself, absent for never
  started_at integer not null,
  updated_at integer not null,
  state text not null         -- JSON, src/runtime/conversation.ts
) strict, without rowid;

-- A wait for a data action always has a time, so this finds the unanswered ones, too.
create index conversation_due on conversation (due_at) where due_at is not null;

-- What came in and what the flow did then: one row a step, enough to play the conversation again.
create table step (
  conversation_id text not null,
  step integer not null,
  at integer not null,        -- epoch ms
  stimulus text not null,     -- JSON
  events text not null,       -- JSON array
  primary key (conversation_id, step)
) strict, without rowid;
