-- Work that is done in the background, step by step. Whoever runs a job does so under a name that nobody had before and that
-- stands in "owner": as soon as another name stands there, nothing of the former owner's is written any more.
CREATE TABLE job (
    id              uuid        PRIMARY KEY,
    kind            text        NOT NULL,
    state           text        NOT NULL,
    request         json        NOT NULL,
    place           json        NOT NULL,
    total           bigint      NOT NULL,
    done            bigint      NOT NULL,
    sent            bigint      NOT NULL,
    skipped         bigint      NOT NULL,
    rate_per_second int,
    created_at      timestamptz NOT NULL,
    started_at      timestamptz,
    finished_at     timestamptz,
    error           text,
    owner           uuid,
    leased_until    timestamptz
);

COMMENT ON COLUMN job.place IS 'where the work stands, in the words of its kind';
COMMENT ON COLUMN job.leased_until IS 'in the time of PostgreSQL, which all instances share';

CREATE INDEX job_newest ON job (created_at DESC, id DESC);
CREATE INDEX job_unfinished ON job (created_at, id) WHERE finished_at IS NULL;
