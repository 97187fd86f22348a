-- Numbers memory logs; a number is never used twice.
CREATE SEQUENCE memory_log_id;

-- The current state of every memory log, kept in step with the log in one transaction; "state" is the latest event's
-- data to the letter, the other columns are what lists filter by.
CREATE TABLE memory_log (
    memory_id       bigint      PRIMARY KEY,
    version         bigint      NOT NULL,
    user_id         text        NOT NULL,
    project_id      text        NOT NULL,
    agent           text,
    conversation_id text,
    request_id      text,
    date_first      timestamptz NOT NULL,
    date_last       timestamptz NOT NULL,
    tags            text[]      NOT NULL,
    state           json        NOT NULL,
    updated_at      timestamptz NOT NULL,
    deleted_at      timestamptz
);

CREATE INDEX memory_log_by_tenant ON memory_log (user_id, project_id, memory_id DESC);

-- What each index last reported about each memory; no row means that nothing was reported yet.
CREATE TABLE projection_state (
    memory_id  bigint      NOT NULL,
    projection text        NOT NULL,
    version    bigint      NOT NULL,
    state      text        NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (memory_id, projection)
);

-- The vectors that embedding-worker made of a memory, one after the other, so that an index can be rebuilt from them.
CREATE TABLE memory_embedding (
    memory_id  bigint PRIMARY KEY,
    version    bigint NOT NULL,
    model      text   NOT NULL,
    dimensions int    NOT NULL,
    vectors    real[] NOT NULL
);

-- Which memory log an idempotency key stored, and from which body.
CREATE TABLE idempotency_key (
    user_id     text        NOT NULL,
    project_id  text        NOT NULL,
    key         text        NOT NULL,
    body_sha256 bytea       NOT NULL,
    memory_id   bigint      NOT NULL,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (user_id, project_id, key)
);
