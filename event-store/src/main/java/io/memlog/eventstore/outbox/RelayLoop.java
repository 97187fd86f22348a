package io.memlog.eventstore.outbox;

import io.memlog.eventstore.outbox.RelayHealth.Part;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The time during which this instance leads: it reads, sends, waits for the acknowledgements and deletes.
/// While one batch is under way the next is read and sent. Neither a transaction nor a row lock is held in
/// the meantime.
final class RelayLoop {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelayLifecycle.class);

    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    private final LeaderSession session;
    private final Publisher publisher;
    private final WakeUpSignal signal;
    private final OutboxProperties properties;
    private final Backoff backoff;
    private final RelayHealth troubles;
    private final OutboxMeters meters;

    RelayLoop(
            LeaderSession session,
            Publisher publisher,
            WakeUpSignal signal,
            OutboxProperties properties,
            Backoff backoff,
            RelayHealth troubles,
            OutboxMeters meters) {
        this.session = session;
        this.publisher = publisher;
        this.signal = signal;
        this.properties = properties;
        this.backoff = backoff;
        this.troubles = troubles;
        this.meters = meters;
    }

    /// Publishes until the end is requested; a broken session ends it with an exception.
    void serve(StopSignal stop) throws InterruptedException {
        var underWay = InFlightBatch.none();
        while (!stop.requested()) {
            var next = underWay.hasFailed() ? InFlightBatch.none() : sendAllBut(underWay);
            var idle = underWay.isEmpty() && next.isEmpty();
            Set<String> stuck = new HashSet<>();
            settle(underWay, stuck);
            underWay = next;
            if (idle) {
                signal.await(properties.idleWait());
            } else if (!stuck.isEmpty()) {
                settle(underWay, stuck);
                underWay = InFlightBatch.none();
                stop.pause(backoff.next());
            }
        }
        settle(underWay, new HashSet<>());
    }

    private InFlightBatch sendAllBut(InFlightBatch underWay) throws InterruptedException {
        var messages = session.read(
                underWay.positions(),
                properties.batchSize(),
                properties.batchBytes().toBytes());
        return InFlightBatch.start(messages, publisher);
    }

    /// Waits for a batch and forgets what is safe.
    private void settle(InFlightBatch delivery, Set<String> stuck) throws InterruptedException {
        if (delivery.isEmpty()) {
            return;
        }
        awaitAcknowledgement(delivery);
        var outcome = delivery.outcome(stuck);
        if (!outcome.done().isEmpty()) {
            session.delete(outcome.done().stream().map(OutboxMessage::position).toList());
            meters.published(outcome.done());
        }
        outcome.refused().forEach(this::park);
        if (outcome.obstacle() != null) {
            meters.failed(Part.KAFKA);
            troubles.met(Part.KAFKA, outcome.obstacle());
        } else {
            troubles.over(Part.KAFKA);
            backoff.reset();
        }
    }

    /// However long it takes, since the producer goes on trying. Meanwhile the session is kept alive; when
    /// it breaks, another instance leads and what is under way is dropped.
    private void awaitAcknowledgement(InFlightBatch delivery) throws InterruptedException {
        var waited = Duration.ZERO;
        while (!delivery.await(HEARTBEAT)) {
            session.keepAlive();
            waited = waited.plus(HEARTBEAT);
            if (waited.compareTo(properties.deliveryTimeout()) > 0) {
                meters.failed(Part.KAFKA);
                troubles.met(Part.KAFKA, new TimeoutException("no acknowledgement for " + waited.toSeconds() + " s"));
                waited = Duration.ZERO;
            }
        }
    }

    private void park(long position, String reason) {
        session.park(position, reason);
        meters.refused();
        LOG.atError()
                .addKeyValue("position", position)
                .addKeyValue("reason", reason)
                .log("A message will never be published and was moved to outbox_parked");
    }
}
