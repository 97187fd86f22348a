package io.memlog.consumer.kafka;

import io.memlog.consumer.processing.Batch;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// A batch that a worker thread processes, and which of its partitions were revoked meanwhile.
final class InFlightBatch {

    private final Batch batch;
    private final Future<?> work;
    private final Set<TopicPartition> revoked = new HashSet<>();

    private @Nullable Throwable failure;

    InFlightBatch(Batch batch, Future<?> work) {
        this.batch = batch;
        this.work = work;
    }

    /// @return whether the processing ended within the timeout, with or without a failure
    boolean awaitEnd(Duration timeout) {
        try {
            work.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException e) {
            failure = e.getCause();
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    void cancel() {
        batch.cancel();
    }

    /// Cancels the batch; offsets of these partitions are not committed.
    void markRevoked(Collection<TopicPartition> partitions) {
        revoked.addAll(partitions);
        batch.cancel();
    }

    Map<TopicPartition, Long> startOffsets() {
        return batch.startOffsets();
    }

    /// The offsets to commit after the processing has ended.
    Map<TopicPartition, OffsetAndMetadata> acknowledgedOffsets() {
        var offsets = batch.acknowledgedOffsets();
        offsets.keySet().removeAll(revoked);
        return offsets;
    }

    boolean isFullyRevoked() {
        return revoked.containsAll(batch.startOffsets().keySet());
    }

    /// Whether records of partitions that are still assigned are not acknowledged.
    boolean isIncomplete() {
        return !batch.isAcknowledged() && !isFullyRevoked();
    }
}
