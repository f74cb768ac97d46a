-- Data actions made over the API. Those of files are not in here. Times are epoch ms.

-- The published state of a data action and the draft beside it; a new one has only a draft.
create table data_action (
  id text not null,
  state text not null check (state in ('published', 'draft')),
  version integer not null,     -- counts changes; who changes it names the one that he saw
  created_at integer not null,
  modified_at integer not null,
  definition text not null,     -- JSON, src/platform/data-actions/action-record.ts
  primary key (id, state)
) strict, without rowid;
