-- Who may call. A secret is 256 random bits, so its hash needs no salt.
CREATE TABLE api_key (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name         text        NOT NULL UNIQUE,
    secret_hash  bytea       NOT NULL UNIQUE,
    role         text        NOT NULL CHECK (role IN ('read', 'ingest', 'operate', 'admin')),
    user_id      text,
    project_id   text,
    created_at   timestamptz NOT NULL,
    created_by   text        NOT NULL,
    expires_at   timestamptz,
    revoked_at   timestamptz,
    last_used_at timestamptz
);

COMMENT ON COLUMN api_key.user_id IS 'the only user that the caller sees; null for all';
COMMENT ON COLUMN api_key.project_id IS 'the only project that the caller sees; null for all';

-- Who changed something: metadata.by of an event.
CREATE INDEX event_by_actor ON event ((metadata ->> 'by'), position) WHERE metadata ->> 'by' IS NOT NULL;
