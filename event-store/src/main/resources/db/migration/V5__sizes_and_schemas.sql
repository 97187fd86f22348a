-- The size of a message and of an event in bytes, so that a reader that ends a page by size unpacks only what it returns. Null
-- for rows of earlier versions and of other writers: they are measured when they are read.
alter table outbox add column payload_bytes integer;
alter table event add column data_bytes integer;

-- The backlog is counted and measured in the index alone, which needs pages that vacuum has marked as visible to all.
alter table outbox drop constraint outbox_pkey, add primary key (position) include (payload_bytes);
alter table outbox set (
    autovacuum_vacuum_insert_scale_factor = 0,
    autovacuum_vacuum_insert_threshold = 20000,
    -- A backlog gives its disk space back. Vacuum gives way to waiting writers within 20 ms.
    vacuum_truncate = true
);

-- Two logs in two schemas of a database do not wait for each other's writers: the lock carries the table, and not only the
-- position. No transaction is between the old function and the new one, because the table is locked.
create or replace function announce_event_writer() returns trigger language plpgsql as $$
begin
    if coalesce(current_setting('memlog.announced', true), '') <> TG_RELID::text then
        perform pg_advisory_xact_lock_shared(
            hashtext('memlog.event.' || TG_RELID), (coalesce(pg_sequence_last_value('event_position_seq'), 0) & 2147483647)::int);
        perform set_config('memlog.announced', TG_RELID::text, true);
    end if;
    return null;
end
$$;

create or replace function event_horizon() returns bigint language plpgsql as $$
declare
    taken     bigint := coalesce(pg_sequence_last_value('event_position_seq'), 0);
    in_flight bigint;
begin
    -- A lock carries 31 bits of the position; the difference to the last one gives back the others.
    select min(taken - (((taken - objid::bigint + 1073741824) & 2147483647) - 1073741824)) into in_flight
    from pg_locks
    where locktype = 'advisory' and classid = hashtext('memlog.event.' || 'event'::regclass::oid)::oid and objsubid = 2
      and database = (select oid from pg_database where datname = current_database())
      and pid is distinct from pg_backend_pid();
    return least(taken, in_flight);
end
$$;
