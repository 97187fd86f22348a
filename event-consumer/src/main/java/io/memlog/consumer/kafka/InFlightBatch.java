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

/// A batch that is being worked on, and which of its partitions are still ours.
final class InFlightBatch {

    private final Batch batch;
    private final Future<?> work;
    private final Set<TopicPartition> foreign = new HashSet<>();

    private @Nullable Throwable failure;

    InFlightBatch(Batch batch, Future<?> work) {
        this.batch = batch;
        this.work = work;
    }

    /// Whether it ends within this time, well or not.
    boolean endsWithin(Duration wait) {
        try {
            work.get(wait.toNanos(), TimeUnit.NANOSECONDS);
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

    /// What the work broke off with, if it did.
    @Nullable
    Throwable failure() {
        return failure;
    }

    void windUp() {
        batch.windUp();
    }

    /// These partitions went elsewhere before the batch ended; nothing of them is committed.
    void disown(Collection<TopicPartition> partitions) {
        foreign.addAll(partitions);
        batch.windUp();
    }

    Map<TopicPartition, Long> start() {
        return batch.start();
    }

    /// What to commit of a batch that has ended.
    Map<TopicPartition, OffsetAndMetadata> settled() {
        var offsets = batch.settledUpTo();
        offsets.keySet().removeAll(foreign);
        return offsets;
    }

    /// Whether none of it is ours any more.
    boolean isGivenUp() {
        return foreign.containsAll(batch.start().keySet());
    }

    /// Whether some of it, still ours, was left undone.
    boolean leavesUndone() {
        return !batch.isSettled() && !isGivenUp();
    }
}
