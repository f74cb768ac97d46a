-- Libraries of responses, and the responses in them: message templates and canned texts. Times are epoch ms.
create table response_library (
  id text primary key,
  name text not null,
  response_type text,           -- null: any
  version integer not null,
  created_at integer not null
) strict, without rowid;

create table response (
  id text primary key,
  name text not null,
  version integer not null,
  body text,                    -- JSON as it was written over the API; null: made from the template
  template text,                -- JSON, src/platform/message-templates/message-template.ts; null: no message template
  created_at integer not null
) strict, without rowid;

create table response_in_library (
  library_id text not null references response_library (id) on delete cascade,
  response_id text not null references response (id) on delete cascade,
  primary key (library_id, response_id)
) strict, without rowid;

create index response_in_library_response on response_in_library (response_id);

-- What comes from platform files lies in a library of its own.
insert into response_library values ('attendant-templates', 'Local templates', 'MessagingTemplate', 1, 0);
insert into response (id, name, version, template, created_at)
  select id, definition ->> '$.name', 1, definition, created_at from message_template;
insert into response_in_library select 'attendant-templates', id from response;
drop table message_template;
