package io.memlog.consumer.batch;

import io.memlog.consumer.meters.ConsumerMeters;
import io.memlog.consumer.report.DeadLetter;
import io.memlog.consumer.report.Reports;
import io.memlog.schemas.event.ProjectionFailed;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.topic.Projection;
import java.time.Clock;
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

    void bury(Task task, String reason, Throwable cause, int attempts, Batch batch) throws WoundUpException {
        for (var message : failing(task)) {
            var letter = new DeadLetter(message, reason, cause, attempts);
            bury(letter, version(task).map(version -> failed(task.memory(), version, letter)), batch);
        }
        passOver(task, batch);
        batch.settle(task.settles());
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

    private void passOver(Task task, Batch batch) throws WoundUpException {
        var passedOver = task.letters().stream()
                .filter(letter -> !letter.wanted())
                .map(letter -> letter.settled(projection, task.memory(), false, clock.instant()))
                .toList();
        delivery.untilAcknowledged(() -> reports.progress(passedOver), batch.waiting());
    }

    private static Optional<Long> version(Task task) {
        return switch (task) {
            case Task.Apply apply -> Optional.of(apply.change().version());
            case Task.Erase erase -> MessageHeaders.version(erase.message());
        };
    }

    void bury(Incoming.Undecodable undecodable, Batch batch) throws WoundUpException {
        var message = undecodable.message();
        var letter = new DeadLetter(message, "undecodable", undecodable.cause(), 1);
        var failed = MessageHeaders.memory(message)
                .flatMap(memory -> MessageHeaders.version(message).map(version -> failed(memory, version, letter)));
        bury(letter, failed, batch);
        batch.settle(List.of(message));
    }

    private void bury(DeadLetter letter, Optional<ProjectionFailed> failed, Batch batch) throws WoundUpException {
        delivery.untilAcknowledged(() -> reports.deadLetters(List.of(letter)), batch.waiting());
        delivery.untilAcknowledged(() -> reports.progress(failed.stream().toList()), batch.waiting());
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
