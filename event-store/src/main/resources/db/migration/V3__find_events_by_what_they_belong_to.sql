-- When an event happened, as its writer says; agents report what was a while ago.
alter table event add column occurred_at timestamptz not null default now();

update event set occurred_at = recorded_at;

-- One index for each thing that events are asked for by, in the order in which they are read. The columns that are null for
-- many events have rows for the others only.
create index event_by_conversation on event (conversation_id, position) where conversation_id is not null;
create index event_by_request on event (request_id, position) where request_id is not null;
create index event_by_user on event (user_id, position) where user_id is not null;
create index event_by_project on event (project_id, position) where project_id is not null;
create index event_by_type on event (type, position);
create index event_by_time on event (occurred_at, position);
