package io.memlog.consumer.processing;

import io.memlog.schemas.event.ProjectionReplayed;
import io.memlog.schemas.event.ReplayOutcome;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A dead letter that arrived again on the replay topic and is acknowledged with a task.
///
/// @param version   of the memory; 1 if the record does not name it
/// @param effective whether the task does what the dead letter contains; otherwise the batch has something
///      newer
record ReplayedDeadLetter(ConsumerRecord<byte[], byte[]> record, ReplayId id, long version, boolean effective) {

    /// @param replay the number of the replay, from 1
    record ReplayId(UUID deadLetter, int replay) {}

    /// @param applied whether the task changed the projection; otherwise something newer was stored
    ProjectionReplayed toEvent(Projection projection, MemoryKey memory, boolean applied, Instant at) {
        return new ProjectionReplayed(
                projection,
                memory.id(),
                memory.tenant().userId(),
                memory.tenant().projectId(),
                version,
                id.deadLetter(),
                id.replay(),
                applied && effective ? ReplayOutcome.APPLIED : ReplayOutcome.SKIPPED,
                at);
    }
}
