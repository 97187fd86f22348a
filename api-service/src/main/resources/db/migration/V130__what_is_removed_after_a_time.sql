-- What has been kept for long enough is found by when it ended.
CREATE INDEX idempotency_key_by_age ON idempotency_key (created_at);
CREATE INDEX job_ended ON job (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX sync_finding_closed ON sync_finding (greatest(last_seen, repair_at)) WHERE state <> 'open';
