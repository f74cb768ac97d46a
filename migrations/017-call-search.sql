-- Searching calls. Who called and who was called never changes, so a step that is added touches none of this.

alter table conversation add column from_address text;  -- the caller's number or address, absent when withheld
alter table conversation add column to_address text;    -- what was called or written to

update conversation set
  from_address = coalesce(state ->> '$.call.ani', state ->> '$.call.message.senderAddress', state ->> '$.call.email.from.id'),
  to_address = coalesce(state ->> '$.call.calledAddress', state ->> '$.call.message.targetAddresses[0]',
    state ->> '$.call.email.to[0].id');

-- Holds all that is looked at, because the rows themselves are long.
create index conversation_newest on conversation (started_at desc, id, flow_name, from_address, to_address);
create index conversation_live on conversation (started_at desc, id) where status = 'waiting';
