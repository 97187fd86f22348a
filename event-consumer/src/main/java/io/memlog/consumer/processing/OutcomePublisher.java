package io.memlog.consumer.processing;

import io.memlog.schemas.event.ProjectionEvent;
import io.memlog.schemas.event.ProjectionFailed;
import io.memlog.schemas.event.ProjectionReplayed;
import io.memlog.schemas.event.ReplayOutcome;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.topic.Projection;
import io.memlog.tracing.Traces;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes the progress of one batch, and its records that cannot be applied as dead letters, each of which is
/// reported as `failed`.
final class OutcomePublisher {

    private static final Logger LOG = LoggerFactory.getLogger(OutcomePublisher.class);
    private static final int MAX_DETAIL_CHARS = 1000;

    private final Projection projection;
    private final ResultPublisher publisher;
    private final ConsumerMeters meters;
    private final Traces traces;
    private final Clock clock;
    private final Batch batch;
    private final Instant attemptedAt;

    OutcomePublisher(
            Projection projection,
            ResultPublisher publisher,
            ConsumerMeters meters,
            Traces traces,
            Clock clock,
            Batch batch) {
        this.projection = projection;
        this.publisher = publisher;
        this.meters = meters;
        this.traces = traces;
        this.clock = clock;
        this.batch = batch;
        this.attemptedAt = clock.instant();
    }

    /// Reports and acknowledges tasks that are applied.
    ///
    /// @param progress what the projection reports
    void publishApplied(List<? extends MemoryTask<?>> tasks, List<ProjectionEvent> progress) throws PauseException {
        Map<MemoryKey, ConsumerRecord<byte[], byte[]>> causes = new HashMap<>();
        tasks.forEach(task -> causes.put(task.memory(), task.record()));
        var spans = spans();
        tasks.forEach(spans::applied);
        List<ProgressReport> reports = new ArrayList<>();
        progress.forEach(event -> reports.add(report(event, Objects.requireNonNull(causes.get(event.key())), spans)));
        for (var task : tasks) {
            for (var replay : task.replays()) {
                var event = replayed(task, replay, replay.effective() && !task.isDuplicate());
                reports.add(report(event, replay.record(), spans));
            }
        }
        publisher.publish(List.of(), reports);
        spans.end(clock.instant());
        tasks.forEach(task -> batch.acknowledge(task.records()));
    }

    void publishDeadLetters(List<? extends FailedTasks<?>> givenUp) throws PauseException {
        var spans = spans();
        List<DeadLetter> deadLetters = new ArrayList<>();
        List<ProgressReport> progress = new ArrayList<>();
        for (var failed : givenUp) {
            for (var task : failed.tasks()) {
                for (var record : failedRecords(task)) {
                    var deadLetter = DeadLetter.of(record, failed.cause(), task.attempts());
                    deadLetters.add(deadLetter);
                    spans.failed(deadLetter);
                    progress.add(report(failed(task.memory(), task.version(), deadLetter), record, spans));
                }
                task.replays().stream()
                        .filter(replay -> !replay.effective())
                        .forEach(replay -> progress.add(report(replayed(task, replay, false), replay.record(), spans)));
            }
        }
        publish(deadLetters, progress, spans);
        givenUp.forEach(failed -> failed.tasks().forEach(task -> batch.acknowledge(task.records())));
    }

    /// Publishes records that cannot be decoded.
    void publishPoison(List<DecodedRecord.Poison> poison) throws PauseException {
        var spans = spans();
        List<ProgressReport> progress = new ArrayList<>();
        var deadLetters = poison.stream()
                .map(each -> DeadLetter.of(each.record(), each.cause(), 1))
                .toList();
        for (var each : deadLetters) {
            spans.failed(each);
            RecordHeaders.address(each.record())
                    .map(of -> failed(of.memory(), of.version(), each))
                    .ifPresent(event -> progress.add(report(event, each.record(), spans)));
        }
        publish(deadLetters, progress, spans);
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

    private RecordSpans spans() {
        return new RecordSpans(projection, traces, attemptedAt);
    }

    private ProgressReport report(ProjectionEvent event, ConsumerRecord<byte[], byte[]> cause, RecordSpans spans) {
        return new ProgressReport(event, cause, attemptedAt, spans.traceparent(cause));
    }

    private void publish(List<DeadLetter> deadLetters, List<ProgressReport> progress, RecordSpans spans)
            throws PauseException {
        publisher.publish(deadLetters, progress);
        for (var deadLetter : deadLetters) {
            meters.deadLetter(deadLetter.reason());
            try (var _ = spans.inScope(deadLetter.record())) {
                log(deadLetter);
            }
        }
        spans.end(clock.instant());
    }

    private void log(DeadLetter deadLetter) {
        var record = deadLetter.record();
        LOG.atWarn()
                .addKeyValue(
                        "memory_id",
                        RecordHeaders.address(record)
                                .map(of -> of.memory().id())
                                .orElse(null))
                .log(
                        "{}-{}@{} became a dead letter of {}: {} ({})",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        projection.wireName(),
                        deadLetter.reason(),
                        deadLetter.cause().getClass().getName());
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
