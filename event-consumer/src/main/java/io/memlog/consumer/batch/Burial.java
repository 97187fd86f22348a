package io.memlog.consumer.batch;

import io.memlog.consumer.meters.ConsumerMeters;
import io.memlog.consumer.report.DeadLetter;
import io.memlog.consumer.report.Reports;
import io.memlog.schemas.event.ProgressEvent;
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
final class Burial {

    private static final Logger log = LoggerFactory.getLogger(Burial.class);
    private static final int LONGEST_DETAIL = 1000;

    private final Projection projection;
    private final Reports reports;
    private final Delivery delivery;
    private final ConsumerMeters meters;
    private final Clock clock;

    Burial(Projection projection, Reports reports, Delivery delivery, ConsumerMeters meters, Clock clock) {
        this.projection = projection;
        this.reports = reports;
        this.delivery = delivery;
        this.meters = meters;
        this.clock = clock;
    }

    /// A task that is given up.
    ///
    /// @param attempts how often it was tried
    record Loss(Task task, String reason, Throwable cause, int attempts) {

        private DeadLetter letter(ConsumerRecord<byte[], byte[]> message) {
            return new DeadLetter(message, reason, cause, attempts);
        }
    }

    void bury(List<Loss> losses, Batch batch) throws WoundUpException {
        List<DeadLetter> letters = new ArrayList<>();
        List<ProgressEvent> progress = new ArrayList<>();
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

    void buryUndecodable(List<Incoming.Undecodable> undecodable, Batch batch) throws WoundUpException {
        List<DeadLetter> letters = new ArrayList<>();
        List<ProgressEvent> progress = new ArrayList<>();
        for (var each : undecodable) {
            var message = each.message();
            var letter = new DeadLetter(message, "undecodable", each.cause(), 1);
            letters.add(letter);
            MessageHeaders.memory(message)
                    .ifPresent(memory -> MessageHeaders.version(message)
                            .ifPresent(version -> progress.add(failed(memory, version, letter))));
        }
        report(letters, progress, batch);
        batch.settle(undecodable.stream().map(Incoming.Undecodable::message).toList());
    }

    /// The task's own message, and replayed letters that asked for the same.
    private static Set<ConsumerRecord<byte[], byte[]>> failing(Task task) {
        Set<ConsumerRecord<byte[], byte[]>> failing = new LinkedHashSet<>();
        failing.add(task.message());
        task.letters().stream()
                .filter(ReplayedLetter::wanted)
                .map(ReplayedLetter::message)
                .forEach(failing::add);
        return failing;
    }

    private List<ProjectionReplayed> passedOver(Task task) {
        return task.letters().stream()
                .filter(letter -> !letter.wanted())
                .map(letter -> letter.settled(projection, task.memory(), false, clock.instant()))
                .toList();
    }

    private static Optional<Long> version(Task task) {
        return switch (task) {
            case Task.Apply apply -> Optional.of(apply.change().version());
            case Task.Erase erase -> MessageHeaders.version(erase.message());
        };
    }

    private void report(List<DeadLetter> letters, List<ProgressEvent> progress, Batch batch) throws WoundUpException {
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
