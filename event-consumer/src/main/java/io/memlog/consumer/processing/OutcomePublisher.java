package io.memlog.consumer.processing;

import io.memlog.schemas.event.ProjectionEvent;
import io.memlog.schemas.event.ProjectionFailed;
import io.memlog.schemas.event.ProjectionReplayed;
import io.memlog.schemas.event.ReplayOutcome;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.topic.Projection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes progress, and records that cannot be applied as dead letters, each of which is reported as `failed`.
final class OutcomePublisher {

    private static final Logger LOG = LoggerFactory.getLogger(OutcomePublisher.class);
    private static final int MAX_DETAIL_CHARS = 1000;

    private final Projection projection;
    private final ResultPublisher publisher;
    private final ConsumerMeters meters;
    private final Clock clock;

    OutcomePublisher(Projection projection, ResultPublisher publisher, ConsumerMeters meters, Clock clock) {
        this.projection = projection;
        this.publisher = publisher;
        this.meters = meters;
        this.clock = clock;
    }

    /// Reports and acknowledges tasks that are applied.
    ///
    /// @param progress what the projection reports
    void publishApplied(List<? extends MemoryTask<?>> tasks, List<ProjectionEvent> progress, Batch batch)
            throws PauseException {
        List<ProjectionEvent> events = new ArrayList<>(progress);
        for (var task : tasks) {
            for (var replay : task.replays()) {
                events.add(replayed(task, replay, replay.effective() && !task.isStored()));
            }
        }
        publisher.publish(List.of(), events);
        tasks.forEach(task -> batch.acknowledge(task.records()));
    }

    void publishDeadLetters(List<? extends FailedTasks<?>> givenUp, Batch batch) throws PauseException {
        List<DeadLetter> deadLetters = new ArrayList<>();
        List<ProjectionEvent> progress = new ArrayList<>();
        for (var failed : givenUp) {
            for (var task : failed.tasks()) {
                for (var record : failedRecords(task)) {
                    var deadLetter = DeadLetter.of(record, failed.cause(), task.attempts());
                    deadLetters.add(deadLetter);
                    progress.add(failed(task.memory(), task.version(), deadLetter));
                }
                task.replays().stream()
                        .filter(replay -> !replay.effective())
                        .forEach(replay -> progress.add(replayed(task, replay, false)));
            }
        }
        publish(deadLetters, progress);
        givenUp.forEach(failed -> failed.tasks().forEach(task -> batch.acknowledge(task.records())));
    }

    /// Publishes records that cannot be decoded.
    void publishPoison(List<DecodedRecord.Poison> poison, Batch batch) throws PauseException {
        List<ProjectionEvent> progress = new ArrayList<>();
        var deadLetters = poison.stream()
                .map(each -> DeadLetter.of(each.record(), each.cause(), 1))
                .toList();
        for (var each : deadLetters) {
            RecordHeaders.address(each.record()).ifPresent(of -> progress.add(failed(of.memory(), of.version(), each)));
        }
        publish(deadLetters, progress);
        batch.acknowledge(poison.stream().map(DecodedRecord.Poison::record).toList());
    }

    /// The record of the task itself, and replayed dead letters with the same content.
    private static Set<ConsumerRecord<byte[], byte[]>> failedRecords(MemoryTask<?> task) {
        Set<ConsumerRecord<byte[], byte[]>> failed = new LinkedHashSet<>();
        failed.add(task.record());
        task.replays().stream()
                .filter(MemoryTask.Replay::effective)
                .map(MemoryTask.Replay::record)
                .forEach(failed::add);
        return failed;
    }

    private void publish(List<DeadLetter> deadLetters, List<ProjectionEvent> progress) throws PauseException {
        publisher.publish(deadLetters, progress);
        for (var deadLetter : deadLetters) {
            meters.deadLetter(deadLetter.reason());
            LOG.warn(
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
                memory,
                version,
                deadLetter.reason(),
                detail.substring(0, Math.min(detail.length(), MAX_DETAIL_CHARS)),
                clock.instant());
    }

    /// @param applied whether the projection changed; otherwise something newer was stored
    private ProjectionReplayed replayed(MemoryTask<?> task, MemoryTask.Replay replay, boolean applied) {
        return new ProjectionReplayed(
                projection,
                task.memory(),
                replay.version(),
                replay.id().deadLetter(),
                replay.id().ordinal(),
                applied ? ReplayOutcome.APPLIED : ReplayOutcome.SKIPPED,
                clock.instant());
    }
}
