-- Calls that are stepped through, and what is needed to play any call again. docs/simulator.md draws it.

-- An environment that calls ran with: queues, schedules, tables, how fast is spoken.
create table environment_version (
  key integer primary key,
  hash text not null unique,  -- SHA-256 of `environment`, hex
  environment text not null   -- JSON, src/runtime/environment.ts
) strict;

-- The environment a step ran with; absent for steps of older versions of Attendant.
alter table step add column environment_key integer references environment_version (key);

-- One row a simulated call, its newest state. It runs on a clock of its own, so nothing here is ever due.
create table simulation (
  id text primary key,        -- of the conversation, too
  flow_hash text not null,
  flow_name text not null,
  environment_key integer not null references environment_version (key),
  origin text,                -- JSON: the call it was forked from, and where
  step integer not null,
  status text not null check (status in ('waiting', 'ended')),
  waits_for text,             -- what it waits for, absent when ended
  clock integer not null,     -- epoch ms: the call's own time
  created_at integer not null,  -- epoch ms, real time
  updated_at integer not null,
  state text not null         -- JSON, src/runtime/conversation.ts
) strict, without rowid;

create index simulation_created on simulation (created_at desc);

create table simulation_step (
  simulation_id text not null references simulation (id) on delete cascade,
  step integer not null,
  at integer not null,        -- epoch ms of the call's clock
  stimulus text not null,     -- JSON
  events text not null,       -- JSON array
  paused_after integer,       -- how many actions had run when it paused; absent: it did not end with a pause
  answered text,              -- JSON: what a data action did before the step, secrets masked
  primary key (simulation_id, step)
) strict, without rowid;
