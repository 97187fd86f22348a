-- V101 marked every memory of an older database as waiting, also those that all projections had reported as stored.
UPDATE memory_log SET indexed = true
WHERE NOT indexed AND 2 = (
    SELECT count(*) FROM projection_state
    WHERE projection_state.memory_id = memory_log.memory_id
      AND projection_state.version >= memory_log.version
      AND projection_state.state IN ('stored', 'deleted'));
