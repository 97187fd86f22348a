-- Whether every index holds the memory's current version; searches count the memories of a tenant that still wait.
ALTER TABLE memory_log ADD COLUMN indexed boolean NOT NULL DEFAULT false;

CREATE INDEX memory_log_that_waits ON memory_log (user_id, project_id) WHERE NOT indexed AND deleted_at IS NULL;
