-- The e-mails that count towards the rate of their kind (E9): one row each, numbered from 1, the newest kept.
create table email_acceptance (
  kind text not null check (kind in ('agentless', 'campaign')),
  number integer not null,
  at integer not null,            -- epoch ms
  primary key (kind, number)
) strict, without rowid;
