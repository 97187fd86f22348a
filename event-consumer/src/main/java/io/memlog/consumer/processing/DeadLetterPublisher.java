package io.memlog.consumer.processing;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.NonRetryableException;
import io.memlog.consumer.publishing.DeadLetter;
import io.memlog.schemas.event.ProjectionEvent;
import io.memlog.schemas.event.ProjectionFailed;
import io.memlog.schemas.event.ProjectionReplayed;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.message.RetryClass;
import io.memlog.schemas.topic.Projection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes records that cannot be applied as dead letters, and reports each as `failed`.
final class DeadLetterPublisher {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterPublisher.class);
    private static final int MAX_DETAIL_CHARS = 1000;

    private final Projection projection;
    private final RetryingPublisher publisher;
    private final ConsumerMeters meters;
    private final RejectionGuard guard;
    private final Clock clock;

    DeadLetterPublisher(
            Projection projection,
            RetryingPublisher publisher,
            RejectionGuard guard,
            ConsumerMeters meters,
            Clock clock) {
        this.guard = guard;
        this.projection = projection;
        this.publisher = publisher;
        this.meters = meters;
        this.clock = clock;
    }

    /// @param attempts how many times it was tried
    record GivenUpTask(IndexTask task, String reason, Throwable cause, int attempts) {

        private DeadLetter deadLetter(ConsumerRecord<byte[], byte[]> failed) {
            return new DeadLetter(failed, reason, retryClass(), cause, attempts);
        }

        private RetryClass retryClass() {
            return cause instanceof NonRetryableException ? RetryClass.PERMANENT : RetryClass.TRANSIENT;
        }

        private boolean isRejected() {
            return !(cause instanceof IndexUnavailableException);
        }
    }

    /// @throws OutageException when so many tasks fail that the fault is not theirs; then none is published
    void publish(List<GivenUpTask> tasks, Batch batch) throws BatchCancelledException, OutageException {
        var rejected = tasks.stream().filter(GivenUpTask::isRejected).toList();
        if (!rejected.isEmpty()) {
            guard.check(
                    rejected.stream().map(each -> each.task().memory()).toList(),
                    rejected.getLast().cause());
        }
        List<DeadLetter> deadLetters = new ArrayList<>();
        List<ProjectionEvent> progress = new ArrayList<>();
        for (var givenUp : tasks) {
            var task = givenUp.task();
            for (var failed : failedRecords(task)) {
                var deadLetter = givenUp.deadLetter(failed);
                deadLetters.add(deadLetter);
                version(task).ifPresent(version -> progress.add(failed(task.memory(), version, deadLetter)));
            }
            progress.addAll(skippedReplays(task));
        }
        publish(deadLetters, progress, batch);
        tasks.forEach(givenUp -> batch.acknowledge(givenUp.task().records()));
    }

    void publishPoison(List<DecodedRecord.Poison> poison, Batch batch) throws BatchCancelledException {
        List<DeadLetter> deadLetters = new ArrayList<>();
        List<ProjectionEvent> progress = new ArrayList<>();
        for (var each : poison) {
            var undecodable = each.record();
            var deadLetter = new DeadLetter(undecodable, "undecodable", RetryClass.PERMANENT, each.cause(), 1);
            deadLetters.add(deadLetter);
            RecordHeaders.memory(undecodable)
                    .ifPresent(memory -> RecordHeaders.version(undecodable)
                            .ifPresent(version -> progress.add(failed(memory, version, deadLetter))));
        }
        publish(deadLetters, progress, batch);
        batch.acknowledge(poison.stream().map(DecodedRecord.Poison::record).toList());
    }

    /// The record of the task itself, and replayed dead letters with the same content.
    private static Set<ConsumerRecord<byte[], byte[]>> failedRecords(IndexTask task) {
        Set<ConsumerRecord<byte[], byte[]>> failed = new LinkedHashSet<>();
        failed.add(task.record());
        task.replays().stream()
                .filter(ReplayedDeadLetter::effective)
                .map(ReplayedDeadLetter::record)
                .forEach(failed::add);
        return failed;
    }

    private List<ProjectionReplayed> skippedReplays(IndexTask task) {
        return task.replays().stream()
                .filter(replay -> !replay.effective())
                .map(replay -> replay.toEvent(projection, task.memory(), false, clock.instant()))
                .toList();
    }

    private static Optional<Long> version(IndexTask task) {
        return switch (task) {
            case IndexTask.Upsert upsert -> Optional.of(upsert.change().version());
            case IndexTask.Purge purge -> Optional.of(purge.limit());
        };
    }

    private void publish(List<DeadLetter> deadLetters, List<ProjectionEvent> progress, Batch batch)
            throws BatchCancelledException {
        if (deadLetters.isEmpty()) {
            return;
        }
        publisher.publishDeadLetters(deadLetters, batch.sleeper());
        publisher.publishProgress(progress, batch.sleeper());
        for (var deadLetter : deadLetters) {
            meters.deadLetter(deadLetter.reason());
            log.warn(
                    "{}-{}@{} became a dead letter of {}: {} ({})",
                    deadLetter.record().topic(),
                    deadLetter.record().partition(),
                    deadLetter.record().offset(),
                    projection.wireName(),
                    deadLetter.reason(),
                    deadLetter.cause().getClass().getName());
        }
    }

    private ProjectionFailed failed(MemoryKey memory, long version, DeadLetter deadLetter) {
        var detail = String.valueOf(deadLetter.cause().getMessage());
        return new ProjectionFailed(
                projection,
                memory.id(),
                memory.tenant().userId(),
                memory.tenant().projectId(),
                version,
                deadLetter.reason(),
                detail.substring(0, Math.min(detail.length(), MAX_DETAIL_CHARS)),
                clock.instant());
    }
}
