package io.memlog.consumer.processing;

import io.memlog.schemas.event.ProjectionReplayed;
import io.memlog.schemas.event.ReplayOutcome;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A dead letter that came again through the replay topic, and is settled with a task.
///
/// @param version of the memory; 1 where the message does not say
/// @param wanted  whether the task does what the letter asks for; otherwise something newer in the batch
///     took its place
record ReplayedDeadLetter(ConsumerRecord<byte[], byte[]> message, Ticket ticket, long version, boolean wanted) {

    /// Which letter a message is, and which replay of it, from 1.
    record Ticket(UUID letter, int replay) {}

    /// What to report once the task is done.
    ///
    /// @param applied whether the task changed the index; otherwise that held something newer
    ProjectionReplayed settled(Projection projection, MemoryKey memory, boolean applied, Instant at) {
        return new ProjectionReplayed(
                projection,
                memory.id(),
                memory.tenant().userId(),
                memory.tenant().projectId(),
                version,
                ticket.letter(),
                ticket.replay(),
                applied && wanted ? ReplayOutcome.APPLIED : ReplayOutcome.SKIPPED,
                at);
    }
}
