-- Access: the organization, its divisions, roles, and where a client has which role (O1). Times are epoch ms.

-- The one organization of this file.
create table organization (
  id text primary key,
  name text not null,
  origin text not null check (origin in ('seed', 'init')),  -- 'seed': the seed file goes on naming it
  created_at integer not null
) strict, without rowid;

-- A division. One is Home, always; a deleted one can be restored.
create table division (
  id text primary key,
  name text not null,
  description text not null,
  is_home integer not null check (is_home in (0, 1)),
  deleted_at integer            -- null: in use
) strict, without rowid;

create unique index division_home on division (is_home) where is_home = 1;

-- A named set of permissions.
create table role (
  id text primary key,          -- 'client:<id>' for what a seeded client is allowed by itself
  name text not null,
  permissions text not null     -- JSON array; any part may be *, such as conversation:*:*
) strict, without rowid;

-- A role of a client in a division.
create table client_role (
  client_id text not null references oauth_client (id) on delete cascade,
  role_id text not null references role (id) on delete cascade,
  division_id text not null,    -- '*' for all divisions
  primary key (client_id, role_id, division_id)
) strict, without rowid;

create index client_role_of_division on client_role (division_id);

alter table oauth_client add column description text not null default '';
alter table oauth_client add column token_seconds integer not null default 86400;
alter table oauth_client add column state text not null default 'active'
  check (state in ('active', 'disabled', 'inactive'));
alter table oauth_client add column created_at integer not null default 0;
alter table oauth_client add column modified_at integer not null default 0;
alter table oauth_client add column created_by text;     -- id of the client that made it over the API
alter table oauth_client add column modified_by text;
alter table oauth_client add column delete_at integer;   -- dateToDelete; shown, nothing is deleted by itself

-- What clients were allowed directly becomes a role of their own.
insert into role (id, name, permissions) select 'client:' || id, name, permissions from oauth_client;
insert into client_role (client_id, role_id, division_id) select id, 'client:' || id, '*' from oauth_client;
alter table oauth_client drop column permissions;
