-- What the projections reported of each version of a memory, and what was sent to them again.
CREATE TABLE projection_history (
    memory_id    bigint      NOT NULL,
    projection   text        NOT NULL,
    version      bigint      NOT NULL,
    -- indexed, deleted, dead letter, replay or repair
    what         text        NOT NULL,
    at           timestamptz NOT NULL,
    -- when the message was published that the projection reports about, and when its worker received that
    published_at timestamptz,
    attempted_at timestamptz,
    detail       text,
    trace_id     text,
    -- a report that arrives twice is one
    PRIMARY KEY (memory_id, at, projection, version, what)
);

-- What has been kept for long enough; rows are appended in the order of time.
CREATE INDEX projection_history_by_age ON projection_history USING brin (at);
