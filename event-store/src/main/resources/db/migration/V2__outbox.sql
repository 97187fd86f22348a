-- What waits for Kafka, in Debezium's columns: written with its event in one transaction, deleted once acknowledged.
create table outbox (
    position      bigint      not null primary key,
    id            text        not null,
    aggregatetype text        not null,
    aggregateid   text        not null,
    type          text        not null,
    payload       json        not null,
    headers       json        not null,
    traceparent   text,
    recorded_at   timestamptz not null
) with (
    -- Every row is deleted soon after it was written: vacuum often, lest each read passes over dead rows.
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 2000,
    autovacuum_vacuum_cost_delay = 0,
    toast.autovacuum_vacuum_scale_factor = 0,
    toast.autovacuum_vacuum_threshold = 2000,
    toast.autovacuum_vacuum_cost_delay = 0,
    -- Truncating the file would lock out every writer for a moment.
    vacuum_truncate = false
);

-- What Kafka refuses for ever, such as a message above its size limit: taken out of the way, with the reason, for people.
create table outbox_parked (
    position      bigint      not null primary key,
    id            text        not null,
    aggregatetype text        not null,
    aggregateid   text        not null,
    type          text        not null,
    payload       json        not null,
    headers       json        not null,
    traceparent   text,
    recorded_at   timestamptz not null,
    parked_at     timestamptz not null,
    reason        text        not null
);
