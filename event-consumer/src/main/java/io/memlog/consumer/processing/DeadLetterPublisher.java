package io.memlog.consumer.processing;

import io.memlog.consumer.meters.ConsumerMeters;
import io.memlog.consumer.publishing.DeadLetter;
import io.memlog.consumer.publishing.ResultPublisher;
import io.memlog.schemas.event.ProjectionEvent;
import io.memlog.schemas.event.ProjectionFailed;
import io.memlog.schemas.event.ProjectionReplayed;
import io.memlog.schemas.memory.MemoryKey;
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

/// Writes what cannot be applied to the dead letters, and says so.
final class DeadLetterPublisher {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterPublisher.class);
    private static final int LONGEST_DETAIL = 1000;

    private final Projection projection;
    private final ResultPublisher reports;
    private final RetryingPublisher delivery;
    private final ConsumerMeters meters;
    private final Clock clock;

    DeadLetterPublisher(
            Projection projection,
            ResultPublisher reports,
            RetryingPublisher delivery,
            ConsumerMeters meters,
            Clock clock) {
        this.projection = projection;
        this.reports = reports;
        this.delivery = delivery;
        this.meters = meters;
        this.clock = clock;
    }

    /// A task that is given up.
    ///
    /// @param attempts how often it was tried
    record Loss(IndexTask task, String reason, Throwable cause, int attempts) {

        private DeadLetter letter(ConsumerRecord<byte[], byte[]> message) {
            return new DeadLetter(message, reason, cause, attempts);
        }
    }

    void bury(List<Loss> losses, Batch batch) throws BatchCancelledException {
        List<DeadLetter> letters = new ArrayList<>();
        List<ProjectionEvent> progress = new ArrayList<>();
        for (var loss : losses) {
            for (var message : failing(loss.task())) {
                var letter = loss.letter(message);
                letters.add(letter);
                version(loss.task())
                        .ifPresent(version -> progress.add(failed(loss.task().memory(), version, letter)));
            }
            progress.addAll(passedOver(loss.task()));
        }
        report(letters, progress, batch);
        losses.forEach(loss -> batch.settle(loss.task().settles()));
    }

    void buryUndecodable(List<DecodedRecord.Undecodable> undecodable, Batch batch) throws BatchCancelledException {
        List<DeadLetter> letters = new ArrayList<>();
        List<ProjectionEvent> progress = new ArrayList<>();
        for (var each : undecodable) {
            var message = each.message();
            var letter = new DeadLetter(message, "undecodable", each.cause(), 1);
            letters.add(letter);
            RecordHeaders.memory(message)
                    .ifPresent(memory -> RecordHeaders.version(message)
                            .ifPresent(version -> progress.add(failed(memory, version, letter))));
        }
        report(letters, progress, batch);
        batch.settle(
                undecodable.stream().map(DecodedRecord.Undecodable::message).toList());
    }

    /// The task's own message, and replayed letters that asked for the same.
    private static Set<ConsumerRecord<byte[], byte[]>> failing(IndexTask task) {
        Set<ConsumerRecord<byte[], byte[]>> failing = new LinkedHashSet<>();
        failing.add(task.message());
        task.letters().stream()
                .filter(ReplayedDeadLetter::wanted)
                .map(ReplayedDeadLetter::message)
                .forEach(failing::add);
        return failing;
    }

    private List<ProjectionReplayed> passedOver(IndexTask task) {
        return task.letters().stream()
                .filter(letter -> !letter.wanted())
                .map(letter -> letter.settled(projection, task.memory(), false, clock.instant()))
                .toList();
    }

    private static Optional<Long> version(IndexTask task) {
        return switch (task) {
            case IndexTask.Apply apply -> Optional.of(apply.change().version());
            case IndexTask.Erase erase -> RecordHeaders.version(erase.message());
        };
    }

    private void report(List<DeadLetter> letters, List<ProjectionEvent> progress, Batch batch)
            throws BatchCancelledException {
        if (letters.isEmpty()) {
            return;
        }
        delivery.untilAcknowledged(() -> reports.deadLetters(letters), batch.waiting());
        delivery.untilAcknowledged(() -> reports.progress(progress), batch.waiting());
        for (var letter : letters) {
            meters.deadLetter(letter.reason());
            log.warn(
                    "{}-{}@{} became a dead letter of {}: {} ({})",
                    letter.message().topic(),
                    letter.message().partition(),
                    letter.message().offset(),
                    projection.wireName(),
                    letter.reason(),
                    letter.cause().getClass().getName());
        }
    }

    private ProjectionFailed failed(MemoryKey memory, long version, DeadLetter letter) {
        var message = String.valueOf(letter.cause().getMessage());
        return new ProjectionFailed(
                projection,
                memory.id(),
                memory.tenant().userId(),
                memory.tenant().projectId(),
                version,
                letter.reason(),
                message.substring(0, Math.min(message.length(), LONGEST_DETAIL)),
                clock.instant());
    }
}
