-- What a check found, one row for each memory and index; a finding that comes back is the same row again.
CREATE TABLE sync_finding (
    number        bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    projection    text        NOT NULL,
    user_id       text        NOT NULL,
    project_id    text        NOT NULL,
    memory_id     bigint      NOT NULL,
    kind          text        NOT NULL,
    damaged       boolean     NOT NULL,
    log_version   bigint,
    index_version bigint,
    first_seen    timestamptz NOT NULL,
    last_seen     timestamptz NOT NULL,
    state         text        NOT NULL,
    remedy        text,
    repair_at     timestamptz,
    job_id        uuid,
    UNIQUE (memory_id, projection, user_id, project_id)
);

CREATE INDEX sync_finding_by_tenant ON sync_finding (user_id, project_id, projection, memory_id);
CREATE INDEX sync_finding_open ON sync_finding (projection, number) WHERE state = 'open';

-- What a check looks at a second time before it becomes a finding. It belongs to the run of the check, and ends with it.
CREATE TABLE sync_suspect (
    run         uuid        NOT NULL,
    projection  text        NOT NULL,
    user_id     text        NOT NULL,
    project_id  text        NOT NULL,
    memory_id   bigint      NOT NULL,
    log_version bigint,
    settled     boolean     NOT NULL,
    seen_at     timestamptz NOT NULL,
    tries       int         NOT NULL DEFAULT 0,
    PRIMARY KEY (run, projection, tries, user_id, project_id, memory_id)
);

-- The last check of everything, for each index.
CREATE TABLE sync_check (
    projection  text        PRIMARY KEY,
    started_at  timestamptz NOT NULL,
    ended_at    timestamptz NOT NULL,
    memories    bigint      NOT NULL,
    nanoseconds bigint      NOT NULL
);

-- Tenants that an index was found to agree about, and what the log held of them then.
CREATE TABLE sync_agreement (
    user_id    text        NOT NULL,
    project_id text        NOT NULL,
    projection text        NOT NULL,
    memories   bigint      NOT NULL,
    versions   numeric     NOT NULL,
    newest     timestamptz,
    at         timestamptz NOT NULL,
    PRIMARY KEY (user_id, project_id, projection)
);

-- Where the continuous check stands, and which instance does it; one row.
CREATE TABLE sync_schedule (
    one             boolean     PRIMARY KEY DEFAULT true CHECK (one),
    owner           uuid,
    leased_until    timestamptz,
    place           json,
    round_started   timestamptz,
    round_ended     timestamptz,
    full_started    timestamptz
);

INSERT INTO sync_schedule DEFAULT VALUES;
