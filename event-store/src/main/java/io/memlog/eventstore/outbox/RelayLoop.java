package io.memlog.eventstore.outbox;

import io.memlog.eventstore.lifecycle.DependencyHealth;
import io.memlog.eventstore.lifecycle.DependencyHealth.Dependency;
import io.memlog.eventstore.lifecycle.StopSignal;
import io.memlog.eventstore.lifecycle.WakeUpSignal;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The work of the leader: it reads messages, sends them, waits for the acknowledgements and deletes them.
/// While one batch is in flight the next is read and sent. Neither a transaction nor a row lock is held
/// meanwhile.
final class RelayLoop {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelayLifecycle.class);

    private static final long MAX_BATCH_BYTES = 8 * 1024 * 1024;
    private static final Duration KEEP_ALIVE_INTERVAL = Duration.ofSeconds(1);

    private final LeaderSession session;
    private final Publisher publisher;
    private final WakeUpSignal signal;
    private final OutboxProperties properties;
    private final Backoff backoff;
    private final DependencyHealth health;
    private final OutboxMeters meters;

    RelayLoop(
            LeaderSession session,
            Publisher publisher,
            WakeUpSignal signal,
            OutboxProperties properties,
            Backoff backoff,
            DependencyHealth health,
            OutboxMeters meters) {
        this.session = session;
        this.publisher = publisher;
        this.signal = signal;
        this.properties = properties;
        this.backoff = backoff;
        this.health = health;
        this.meters = meters;
    }

    /// Publishes until a stop is requested; a broken session ends it with an exception.
    void run(StopSignal stop) throws InterruptedException {
        var inFlight = InFlightBatch.none();
        while (!stop.requested()) {
            var next = inFlight.hasFailed() ? InFlightBatch.none() : sendNext(inFlight);
            var idle = inFlight.isEmpty() && next.isEmpty();
            Set<String> blockedKeys = new HashSet<>();
            complete(inFlight, blockedKeys);
            inFlight = next;
            if (idle) {
                signal.await(properties.pollInterval());
            } else if (!blockedKeys.isEmpty()) {
                complete(inFlight, blockedKeys);
                inFlight = InFlightBatch.none();
                stop.pause(backoff.next());
            }
        }
        complete(inFlight, new HashSet<>());
    }

    private InFlightBatch sendNext(InFlightBatch inFlight) throws InterruptedException {
        var messages = session.read(inFlight.positions(), properties.batchSize(), MAX_BATCH_BYTES);
        return InFlightBatch.send(messages, publisher);
    }

    /// Waits for a batch and deletes its acknowledged messages.
    private void complete(InFlightBatch batch, Set<String> blockedKeys) throws InterruptedException {
        if (batch.isEmpty()) {
            return;
        }
        awaitAcknowledgement(batch);
        var outcome = batch.outcome(blockedKeys);
        if (!outcome.acknowledged().isEmpty()) {
            session.delete(
                    outcome.acknowledged().stream().map(OutboxMessage::position).toList());
            meters.published(outcome.acknowledged());
        }
        outcome.unpublishable().forEach(this::park);
        if (outcome.failure() != null) {
            meters.failed(Dependency.KAFKA);
            health.failed(Dependency.KAFKA, outcome.failure());
        } else {
            health.recovered(Dependency.KAFKA);
            backoff.reset();
        }
    }

    /// Waits without a limit, because the producer retries by itself. The session is kept alive meanwhile; when
    /// it breaks, another instance leads and this batch is dropped.
    private void awaitAcknowledgement(InFlightBatch batch) throws InterruptedException {
        var waited = Duration.ZERO;
        while (!batch.await(KEEP_ALIVE_INTERVAL)) {
            session.keepAlive();
            waited = waited.plus(KEEP_ALIVE_INTERVAL);
            if (waited.compareTo(properties.deliveryTimeout()) > 0) {
                meters.failed(Dependency.KAFKA);
                health.failed(
                        Dependency.KAFKA, new TimeoutException("no acknowledgement for " + waited.toSeconds() + " s"));
                waited = Duration.ZERO;
            }
        }
    }

    private void park(long position, String reason) {
        session.park(position, reason);
        meters.unpublishable();
        LOG.atError()
                .addKeyValue("position", position)
                .addKeyValue("reason", reason)
                .log("A message cannot be published and was moved to outbox_parked");
    }
}
