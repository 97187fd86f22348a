-- Suspected discrepancies are rows of sync_finding, checkpoints are those of jobs, and every check compares everything.
DROP TABLE sync_suspect, sync_agreement, sync_schedule;

ALTER TABLE sync_finding RENAME COLUMN remedy TO action;
ALTER TABLE sync_finding
    ADD COLUMN suspected_at timestamptz,
    ADD COLUMN acknowledged boolean NOT NULL DEFAULT false;

COMMENT ON COLUMN sync_finding.suspected_at IS 'when the discrepancy was seen and is not confirmed';
COMMENT ON COLUMN sync_finding.acknowledged IS 'whether the consumer had acknowledged log_version when it was suspected';

CREATE INDEX sync_finding_suspected ON sync_finding (projection, user_id, project_id, memory_id)
    WHERE suspected_at IS NOT NULL;

-- Unfinished jobs start over; finished ones keep their result.
UPDATE job
SET place = CASE WHEN finished_at IS NULL OR place ->> 'stage' IS NULL THEN '{}'::json
                 ELSE json_build_object('phase', (place ->> 'stage')::int, 'summary', place -> 'tally') END,
    done = CASE WHEN finished_at IS NULL THEN 0 ELSE done END
WHERE kind = 'sync';
