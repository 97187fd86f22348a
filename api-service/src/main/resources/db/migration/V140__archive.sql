-- The files that superseded events went to, each written and on the disk before its events left the log.
CREATE TABLE archive_file (
    name              text        PRIMARY KEY,
    events            bigint      NOT NULL,
    bytes             bigint      NOT NULL,
    first_position    bigint      NOT NULL,
    last_position     bigint      NOT NULL,
    first_recorded_at timestamptz NOT NULL,
    last_recorded_at  timestamptz NOT NULL,
    sha256            text        NOT NULL,
    archived_at       timestamptz NOT NULL,
    restored_at       timestamptz
);

COMMENT ON COLUMN archive_file.sha256 IS 'of the compressed file';
COMMENT ON COLUMN archive_file.restored_at IS 'when all of its events were in the log again; null while they are not';
