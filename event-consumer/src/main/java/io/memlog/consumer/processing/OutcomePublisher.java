package io.memlog.consumer.processing;

import io.memlog.consumer.PauseCause;
import io.memlog.consumer.publishing.DeadLetter;
import io.memlog.consumer.publishing.PublishFailedException;
import io.memlog.consumer.publishing.ResultPublisher;
import io.memlog.schemas.event.ProjectionEvent;
import io.memlog.schemas.event.ProjectionFailed;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.message.RetryClass;
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

    private static final Logger log = LoggerFactory.getLogger(OutcomePublisher.class);
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

    void publishProgress(List<ProjectionEvent> progress) throws PauseException {
        publish(List.of(), progress);
    }

    void publishDeadLetters(List<GivenUpTask> tasks, Batch batch) throws PauseException {
        List<DeadLetter> deadLetters = new ArrayList<>();
        List<ProjectionEvent> progress = new ArrayList<>();
        for (var givenUp : tasks) {
            var task = givenUp.task();
            for (var failed : failedRecords(task)) {
                var deadLetter = givenUp.deadLetter(failed);
                deadLetters.add(deadLetter);
                progress.add(failed(task.memory(), task.version(), deadLetter));
            }
            task.replays().stream()
                    .filter(replay -> !replay.effective())
                    .<ProjectionEvent>map(replay -> replay.toEvent(projection, task.memory(), false, clock.instant()))
                    .forEach(progress::add);
        }
        publish(deadLetters, progress);
        tasks.forEach(givenUp -> batch.acknowledge(givenUp.task().records()));
    }

    /// Publishes records that cannot be decoded.
    void publishPoison(List<DecodedRecord.Poison> poison, Batch batch) throws PauseException {
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
        publish(deadLetters, progress);
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

    private void publish(List<DeadLetter> deadLetters, List<ProjectionEvent> progress) throws PauseException {
        try {
            publisher.publishDeadLetters(deadLetters);
            publisher.publishProgress(progress);
        } catch (PublishFailedException e) {
            throw new PauseException(PauseCause.KAFKA, String.valueOf(e.getMessage()), e);
        }
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
