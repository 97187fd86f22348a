-- Before a statement takes positions, its transaction announces the last one that was taken until then, as a shared lock
-- that ends with the transaction. So a reader knows below which position nothing is in the making, whoever writes.
create function announce_event_writer() returns trigger language plpgsql as $$
begin
    if coalesce(current_setting('memlog.announced', true), '') = '' then
        perform pg_advisory_xact_lock_shared(
            1835363693, (coalesce(pg_sequence_last_value('event_position_seq'), 0) & 2147483647)::int);
        perform set_config('memlog.announced', 'yes', true);
    end if;
    return null;
end
$$;

create trigger announce_event_writer before insert on event for each statement execute function announce_event_writer();

-- The position up to which the next statement sees every event that will ever be there. The last position is asked for
-- first: whoever took one up to it had announced itself before, and is either still seen here or done.
create function event_horizon() returns bigint language plpgsql as $$
declare
    taken     bigint := coalesce(pg_sequence_last_value('event_position_seq'), 0);
    in_flight bigint;
begin
    -- A lock carries 31 bits of the position; the difference to the last one gives back the others.
    select min(taken - (((taken - objid::bigint + 1073741824) & 2147483647) - 1073741824)) into in_flight
    from pg_locks
    where locktype = 'advisory' and classid = 1835363693 and objsubid = 2
      and database = (select oid from pg_database where datname = current_database())
      and pid is distinct from pg_backend_pid();
    return least(taken, in_flight);
end
$$;
