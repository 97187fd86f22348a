-- Two tenants do not take ids from each other; an event without a user or project shares its ids with those like it.
alter table event drop constraint event_event_id_key;
create unique index event_by_id on event (event_id, user_id, project_id) nulls not distinct;
