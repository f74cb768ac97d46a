-- Queues, the agents in them, and callbacks (docs/callbacks.md). Times are epoch ms.

create table queue (
  id text primary key,
  name text not null,
  name_key text not null unique,  -- the name in lower case: two queues differ by more than that
  division_id text not null,
  settings text not null,         -- JSON object: what else the API was given and gives back
  created_at integer not null,
  modified_at integer not null
) strict, without rowid;

create table agent (
  id text primary key,
  name text not null,
  -- notResponding: let an offer pass, and gets no other until the operator says that the agent is back
  status text not null check (status in ('available', 'unavailable', 'notResponding')),
  plan text not null,             -- JSON object: what a simulated agent does with an offer
  offered_at integer not null     -- when something was offered last; 0: never. Offers go round by it.
) strict, without rowid;

create table queue_member (
  agent_id text not null references agent (id) on delete cascade,
  queue_id text not null references queue (id) on delete cascade,
  primary key (agent_id, queue_id)
) strict, without rowid;

create index queue_member_queue on queue_member (queue_id);

-- A callback is a part of an interaction: the communication of one of its customer participants.
create table callback (
  id text primary key,            -- what callbackIdentifiers name: the communication
  interaction_id text not null references interaction (id),
  participant_id text not null,   -- the customer's
  queue_id text not null,
  owner_id text,                  -- the agent it is held for; null: anybody of the queue
  -- scheduled: its time is to come; waiting: in its queue, or for its owner; alerting: offered to agent_id
  state text not null check (state in ('scheduled', 'waiting', 'alerting', 'connected', 'disconnected')),
  priority integer not null,
  details text not null,          -- JSON object, src/platform/callbacks/callback.ts
  scheduled_at integer not null,
  waits_since integer,            -- since when it waits in its queue; kept when an offer is let pass
  held_until integer,             -- when nobody holds it for its owner any more
  due_at integer,                 -- when the timer looks at it next; null: it waits for somebody
  agent_id text,
  created_at integer not null,
  ended_at integer
) strict, without rowid;

create index callback_due on callback (due_at, id) where due_at is not null;
create index callback_waiting on callback (queue_id, priority desc, waits_since, id)
  where state = 'waiting' and owner_id is null;
create index callback_owned on callback (owner_id, priority desc, waits_since, id)
  where state = 'waiting' and owner_id is not null;
create index callback_active on callback (scheduled_at, id) where state <> 'disconnected';
create index callback_of_queue on callback (queue_id) where state <> 'disconnected';
create index callback_of_interaction on callback (interaction_id, created_at);

-- K8: one callback of an interaction is to come, whatever two requests do at once.
create unique index callback_to_come on callback (interaction_id) where state in ('scheduled', 'waiting', 'alerting');
-- An agent has one callback at a time.
create unique index callback_of_agent on callback (agent_id) where state in ('alerting', 'connected');
