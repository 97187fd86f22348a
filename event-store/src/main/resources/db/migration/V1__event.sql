-- The log of everything that happened, the only source of truth: rows are appended and never changed, except to erase.
create table event (
    position        bigint generated always as identity primary key,
    event_id        text        not null unique,
    stream_id       text        not null,
    stream_version  bigint      not null,
    type            text        not null,
    data            json        not null,
    metadata        json        not null,
    user_id         text,
    project_id      text,
    conversation_id text,
    request_id      text,
    correlation_id  text,
    causation_id    text,
    transaction_id  xid8        not null default pg_current_xact_id(),
    recorded_at     timestamptz not null,
    unique (stream_id, stream_version)
);

comment on column event.position is
    'one order for the whole log; different streams may become visible out of this order';
comment on column event.data is 'json and not jsonb, because it comes back to the letter';
comment on column event.transaction_id is
    'assigned before the position: a reader of (transaction_id, position) below pg_snapshot_xmin misses nothing';
