-- The index of the dead-letter topics. It is derived: drop dead_letter, and it is made and filled again from the topics and
-- from the events of the streams "dead_letter-{id}". So it is no versioned migration, and runs at every start.
SELECT pg_advisory_xact_lock(1835363692, 40);

DO $$
BEGIN
    IF to_regclass('dead_letter') IS NULL THEN
        DROP TABLE IF EXISTS dead_letter_failure, dead_letter_offset;
    END IF;
END
$$;

-- Every letter and where it stands. Texts and bytes of a letter are kept apart from the row, so that lists read little.
CREATE TABLE IF NOT EXISTS dead_letter (
    id                 uuid        PRIMARY KEY,
    consumer           text        NOT NULL,
    reason             text        NOT NULL,
    state              text        NOT NULL,
    group_id           text        NOT NULL,
    cause              text        NOT NULL,
    exception          text        NOT NULL,
    message            text        NOT NULL,
    stack              text        NOT NULL,
    memory_id          bigint,
    version            bigint,
    user_id            text,
    project_id         text,
    type               text,
    original_topic     text        NOT NULL,
    original_partition int         NOT NULL,
    original_offset    bigint      NOT NULL,
    original_timestamp timestamptz,
    key                bytea,
    value              bytea,
    headers            json        NOT NULL,
    attempts           int         NOT NULL,
    replays            int         NOT NULL,
    failed_replays     int         NOT NULL,
    first_seen         timestamptz NOT NULL,
    last_seen          timestamptz NOT NULL,
    changed_at         timestamptz NOT NULL,
    job_id             uuid,
    replay_sent        boolean     NOT NULL
) WITH (toast_tuple_target = 256);

-- When the letter is replayed automatically; null where it is not. Letters from before this column wait for an operator.
ALTER TABLE dead_letter ADD COLUMN IF NOT EXISTS next_retry_at timestamptz;

-- Whether the value is only the beginning of the message that failed, which Kafka refused as too large for a letter.
ALTER TABLE dead_letter ADD COLUMN IF NOT EXISTS truncated boolean NOT NULL DEFAULT false;

-- Whether the same message may succeed later, as its consumer says. Null in rows from before this column, where the reason tells.
ALTER TABLE dead_letter ADD COLUMN IF NOT EXISTS retry_class text;

CREATE INDEX IF NOT EXISTS dead_letter_newest ON dead_letter (first_seen DESC, id DESC);
CREATE INDEX IF NOT EXISTS dead_letter_by_state ON dead_letter (state, first_seen DESC, id DESC);
CREATE INDEX IF NOT EXISTS dead_letter_by_reason ON dead_letter (reason, first_seen DESC, id DESC);
CREATE INDEX IF NOT EXISTS dead_letter_by_group ON dead_letter (group_id, first_seen DESC, id DESC);
CREATE INDEX IF NOT EXISTS dead_letter_by_tenant ON dead_letter (user_id, project_id, first_seen DESC, id DESC);
CREATE INDEX IF NOT EXISTS dead_letter_by_project ON dead_letter (project_id, first_seen DESC, id DESC);
CREATE INDEX IF NOT EXISTS dead_letter_by_memory ON dead_letter (memory_id, first_seen DESC, id DESC);
CREATE INDEX IF NOT EXISTS dead_letter_by_job ON dead_letter (job_id, state) WHERE job_id IS NOT NULL;
DROP INDEX IF EXISTS dead_letter_unsettled;
CREATE INDEX IF NOT EXISTS dead_letter_unsettled_by_class ON dead_letter (consumer, reason, retry_class, state, first_seen)
    WHERE state IN ('open', 'replaying', 'parked');
CREATE INDEX IF NOT EXISTS dead_letter_due ON dead_letter (next_retry_at, id)
    WHERE state = 'open' AND reason <> 'index_unavailable' AND next_retry_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS dead_letter_due_of_tenant ON dead_letter (consumer, user_id, project_id, next_retry_at, id)
    WHERE state = 'open' AND reason = 'index_unavailable' AND next_retry_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS dead_letter_replayed_of_tenant ON dead_letter (consumer, user_id, project_id, state, changed_at)
    WHERE replays > 0;
CREATE INDEX IF NOT EXISTS dead_letter_ended ON dead_letter (changed_at)
    WHERE state IN ('replayed', 'skipped', 'superseded', 'discarded');
CREATE INDEX IF NOT EXISTS dead_letter_in_order_of_replay ON dead_letter (
    coalesce(memory_id, 0), coalesce(version, 0), original_topic, original_partition, original_offset, id)
    WHERE state IN ('open', 'replaying');

-- Each time that a letter failed: 0 is the first time, n its nth replay.
CREATE TABLE IF NOT EXISTS dead_letter_failure (
    letter_id   uuid        NOT NULL,
    replay      int         NOT NULL,
    at          timestamptz NOT NULL,
    reason      text        NOT NULL,
    exception   text        NOT NULL,
    message     text        NOT NULL,
    attempts    int         NOT NULL,
    topic       text        NOT NULL,
    "partition" int         NOT NULL,
    "offset"    bigint      NOT NULL,
    PRIMARY KEY (letter_id, replay)
);

ALTER TABLE dead_letter_failure ADD COLUMN IF NOT EXISTS retry_class text;

-- How far each partition of the dead-letter topics is indexed: written in the transaction of its dead letters, and locked by the
-- instance that indexes it. A topic that was created again has another id, and is read from its beginning.
CREATE TABLE IF NOT EXISTS dead_letter_offset (
    topic       text   NOT NULL,
    "partition" int    NOT NULL,
    topic_id    text   NOT NULL,
    next_offset bigint NOT NULL,
    PRIMARY KEY (topic, "partition")
);
