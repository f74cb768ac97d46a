-- Contact lists, do-not-contact lists, and the campaigns that work them off (docs/campaigns.md). Times are epoch ms.

create table contact_list (
  key integer primary key,         -- of 48 random bits, so that no two lists ever make up the same ids for their contacts
  id text not null unique,
  name text not null,
  name_key text not null unique,   -- the name in lower case
  division_id text not null,
  settings text not null,          -- JSON object, src/platform/contact-lists/contact-list.ts
  contact_count integer not null,
  next_sequence integer not null,  -- of the next contact; a number is never used again
  ready_until integer not null,    -- contacts up to this sequence are for campaigns; those of an import that may be undone lie beyond
  version integer not null,
  created_at integer not null,
  modified_at integer not null
) strict;

-- The contacts of a list that is being deleted outlive it for a moment, so list_key refers to nothing.
create table contact (
  list_key integer not null,
  sequence integer not null,       -- in order of addition
  given_id text,                   -- null: the contact was added without one
  data text not null,              -- JSON array: the text of each column, in the order of the list's columnNames
  callable integer not null check (callable in (0, 1)),
  details text,                    -- JSON object: what else the API was given and gives back; null: nothing
  created_at integer not null,
  -- What is made up is not stored: without it and its place in an index, adding takes half the time and room.
  id text not null generated always as (coalesce(given_id,
    printf('%08x-%04x-8000-8000-%012x', list_key >> 16, list_key & 65535, sequence))) virtual,
  primary key (list_key, sequence)
) strict, without rowid;

-- A made-up id is found by the sequence in it; src/platform/contact-lists/contact-id.ts.
create unique index contact_given_id on contact (list_key, given_id) where given_id is not null;

-- A change of many contacts, in slices. What is under way when the process ends goes on when it comes back.
create table contact_job (
  key integer primary key autoincrement,
  id text not null unique,
  list_key integer not null,
  kind text not null check (kind in ('remove', 'edit')),
  request text not null,           -- JSON object: which contacts, and what becomes of them; src/platform/contact-lists/contact-job.ts
  state text not null check (state in ('running', 'complete')),
  until_sequence integer not null, -- contacts that are newer are none of its business
  total_count integer,             -- null: not counted yet
  done_count integer not null,
  position integer not null,       -- how far it is: in sequences, or in the ids it was given
  started_at integer not null
) strict;

create index contact_job_of_list on contact_job (list_key, key);
create index contact_job_running on contact_job (key) where state = 'running';

-- Lists that are gone, whose contacts are yet to follow.
create table deleted_contact_list (
  list_key integer primary key
) strict;

create table dnc_list (
  key integer primary key autoincrement,
  id text not null unique,
  name text not null,
  name_key text not null,
  division_id text not null,
  settings text not null,          -- JSON object, src/platform/dnc-lists/dnc-list.ts
  entry_count integer not null,    -- expired ones, too
  version integer not null,
  created_at integer not null,
  modified_at integer not null,
  removed_at integer               -- it is gone, but not all of its entries yet; null: it is there
) strict;

create unique index dnc_list_name on dnc_list (name_key) where removed_at is null;
create index dnc_list_removed on dnc_list (key) where removed_at is not null;

create table dnc_entry (
  list_key integer not null references dnc_list (key),
  kind text not null check (kind in ('phone', 'whatsapp', 'email', 'custom')),
  value text not null,             -- a number as digits without +, an e-mail address in lower case, a custom value as it is
  expires_at integer,              -- null: never
  primary key (list_key, kind, value)
) strict, without rowid;

create index dnc_entry_expiry on dnc_entry (list_key, kind, expires_at) where expires_at is not null;

-- Of contact lists and of do-not-contact lists.
create table list_import (
  key integer primary key autoincrement,
  id text not null unique,
  list_kind text not null check (list_kind in ('contacts', 'dnc')),
  list_key integer not null,
  -- failed: nothing, or only a part, is in the list; kept_count says how much
  state text not null check (state in ('running', 'undoing', 'complete', 'failed')),
  on_error text not null check (on_error in ('skip', 'none')),  -- none: one bad row, and nothing is imported
  header text,                     -- JSON array: the names of the file's columns; null: they are not read
  total_bytes integer,             -- of the file; null: not known
  done_bytes integer not null,
  row_count integer not null,      -- read so far, bad ones too
  kept_count integer not null,     -- in the list now
  rejected_count integer not null,
  reason text,                     -- why it failed
  started_at integer not null,
  ended_at integer
) strict;

create index list_import_of_list on list_import (list_kind, list_key, key);
create index list_import_under_way on list_import (key) where state in ('running', 'undoing');

create table import_rejection (
  import_key integer not null references list_import (key),
  line integer not null,           -- where the row begins in the file
  reason text not null,
  cells text not null,             -- JSON array: its cells; where they cannot be told apart, or are very long, one with its text
  primary key (import_key, line)
) strict, without rowid;

-- What each group of rows changed in the list, while the import may have to be undone.
create table import_undo (
  import_key integer not null references list_import (key),
  number integer not null,         -- of the group
  changes text not null,           -- JSON object, src/platform/list-imports/import-undo.ts
  primary key (import_key, number)
) strict, without rowid;

create table contact_list_filter (
  id text primary key,
  name text not null,
  name_key text not null,          -- the name in lower case; several may have it
  list_key integer not null references contact_list (key),
  filter text not null,            -- JSON object, src/platform/contact-filters/contact-filter.ts
  version integer not null,
  created_at integer not null,
  modified_at integer not null
) strict, without rowid;

create index contact_list_filter_of_list on contact_list_filter (list_key);

create table callable_time_set (
  id text primary key,
  name text not null,
  name_key text not null unique,
  callable_times text not null,    -- JSON array, src/platform/callable-times/callable-time-set.ts
  version integer not null,
  created_at integer not null,
  modified_at integer not null
) strict, without rowid;

create table campaign (
  key integer primary key autoincrement,
  id text not null unique,
  name text not null,
  name_key text not null unique,
  division_id text not null,
  channel text not null check (channel in ('email', 'whatsapp', 'sms')),
  list_key integer not null references contact_list (key),
  settings text not null,          -- JSON object, src/platform/campaigns/campaign.ts
  status text not null check (status in ('on', 'stopping', 'off', 'complete', 'invalid', 'forced_off', 'forced_stopping')),
  errors text not null,            -- JSON array: why it is invalid or was forced off
  run_key integer,                 -- the run that goes on or ended last; null: it was never started, or its progress was reset
  version integer not null,
  created_at integer not null,
  modified_at integer not null
) strict;

create index campaign_active on campaign (key) where status in ('on', 'stopping', 'forced_stopping');
create index campaign_of_list on campaign (list_key);

-- One way through a contact list. Reset progress, and the next start begins another run.
create table campaign_run (
  key integer primary key autoincrement,
  campaign_key integer not null references campaign (key),
  list_key integer not null,
  sorted_until integer not null,   -- contacts up to this sequence are queued in the order of the campaign's sorts; 0: none are
  -- emptying: who waited before is being taken out; sorting: those who come in order are being queued; feeding: the others are, window by window
  stage text not null check (stage in ('emptying', 'sorting', 'feeding')),
  fed_until integer not null,      -- contacts up to this sequence were queued or filtered out
  next_position integer not null,
  basis text not null,             -- JSON: the filters and sorts it was fed by
  started_at integer not null,
  ended_at integer
) strict;

create index campaign_run_of_campaign on campaign_run (campaign_key);
create index campaign_run_of_list on campaign_run (list_key);

-- A contact of a run. That it stands here once is what keeps it from being messaged twice.
create table campaign_contact (
  run_key integer not null references campaign_run (key),
  sequence integer not null,       -- the contact's
  position integer,                -- its place in the queue; null: it was messaged or skipped
  due_at integer,                  -- not to be messaged before; null: at once
  outcome text,                    -- null: it waits; messaged; else why it was skipped
  at integer,                      -- when
  primary key (run_key, sequence)
) strict, without rowid;

create index campaign_queue on campaign_contact (run_key, position) where position is not null and due_at is null;
create index campaign_due on campaign_contact (run_key, due_at, position) where due_at is not null;
create index campaign_messaged on campaign_contact (at, run_key) where outcome = 'messaged';

-- How many messages of a run stand where, and how many contacts were skipped why.
create table campaign_tally (
  run_key integer not null references campaign_run (key),
  name text not null,
  count integer not null,
  primary key (run_key, name)
) strict, without rowid;

create table campaign_minute (
  run_key integer not null references campaign_run (key),
  minute integer not null,         -- epoch minutes
  name text not null,
  count integer not null,
  primary key (run_key, minute, name)
) strict, without rowid;

create table campaign_schedule (
  campaign_key integer primary key references campaign (key) on delete cascade,
  settings text not null,          -- JSON object, src/platform/campaign-schedules/campaign-schedule.ts
  next_at integer,                 -- when the campaign is started or stopped next; null: never
  version integer not null,
  created_at integer not null,
  modified_at integer not null
) strict;

create index campaign_schedule_next on campaign_schedule (next_at) where next_at is not null;

-- What happened to campaigns, lists and schedules that somebody should know. The newest are kept.
create table outbound_event (
  sequence integer primary key autoincrement,
  id text not null unique,
  at integer not null,
  level text not null check (level in ('INFO', 'WARNING', 'ERROR')),
  category text not null,
  event text not null              -- JSON object, src/platform/event-log/outbound-event.ts
) strict;

create table outbound_settings (
  only integer primary key check (only = 1),
  settings text not null,          -- JSON object, src/platform/outbound-settings/outbound-settings.ts
  version integer not null,
  created_at integer not null,
  modified_at integer not null
) strict;

alter table message add column campaign_run integer;
alter table message add column contact_sequence integer;
alter table message add column asked_at integer;        -- when a carrier outside was asked to take it, the last time

-- C14: a run has one message for a contact, whatever happens.
create unique index message_of_campaign on message (campaign_run, contact_sequence) where campaign_run is not null;

-- C7: what went in the last minute counts after a restart, too.
create index message_asked on message (asked_at) where campaign_run is not null and asked_at is not null;
