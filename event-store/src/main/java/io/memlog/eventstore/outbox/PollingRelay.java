package io.memlog.eventstore.outbox;

import io.memlog.eventstore.lifecycle.DependencyHealth;
import io.memlog.eventstore.lifecycle.DependencyHealth.Dependency;
import io.memlog.eventstore.lifecycle.WakeUpSignal;
import io.memlog.eventstore.outbox.KafkaPublisher.UnpublishableMessageException;
import io.memlog.eventstore.outbox.Outbox.LeaderSession;
import io.memlog.schemas.retry.Backoff;
import io.memlog.schemas.retry.StopSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The relay of one instance, on one thread.
///
/// - **Election.** It connects and polls for the leadership, a session advisory lock of PostgreSQL behind
///   [LeaderSession]. While another instance leads, wake-ups are forwarded to that one. When the session breaks,
///   it starts over.
/// - **Loop.** The leader reads messages, sends them, waits for the acknowledgements and deletes them. While one
///   batch is in flight the next is read and sent. Neither a transaction nor a row lock is held meanwhile.
/// - **Failure.** What was acknowledged before the first failed message is deleted; that message and all behind
///   it are sent again, so that the newest message of a key comes last.
final class PollingRelay {

    private static final Logger LOG = LoggerFactory.getLogger(PollingRelay.class);

    private static final long MAX_BATCH_BYTES = 8 * 1024 * 1024;
    private static final Duration MIN_BACKOFF = Duration.ofMillis(100);

    /// Commits within this time notify the leader once.
    private static final Duration NOTIFY_INTERVAL = Duration.ofMillis(5);

    private final WakeUpSignal signal = new WakeUpSignal();
    private final DependencyHealth health = new DependencyHealth("the outbox");
    private final Outbox outbox;
    private final KafkaPublisher publisher;
    private final OutboxProperties properties;
    private final OutboxMeters meters;
    private final Backoff postgresBackoff;
    private final Backoff kafkaBackoff;
    private volatile boolean leading;

    /// A message in flight.
    private record Sent(OutboxMessage message, CompletableFuture<?> acknowledgement) {

        boolean acknowledged() {
            return acknowledgement.state() == Future.State.SUCCESS;
        }

        boolean unpublishable() {
            return acknowledgement.isCompletedExceptionally()
                    && acknowledgement.exceptionNow() instanceof UnpublishableMessageException;
        }

        /// Whether it has to be sent again.
        boolean failed() {
            return acknowledgement.isCompletedExceptionally() && !unpublishable();
        }
    }

    PollingRelay(
            Outbox outbox,
            KafkaPublisher publisher,
            OutboxProperties properties,
            OutboxMeters meters,
            RandomGenerator random) {
        this.outbox = outbox;
        this.publisher = publisher;
        this.properties = properties;
        this.meters = meters;
        this.postgresBackoff = new Backoff(MIN_BACKOFF, properties.maxBackoff(), random);
        this.kafkaBackoff = new Backoff(MIN_BACKOFF, properties.maxBackoff(), random);
    }

    boolean leading() {
        return leading;
    }

    /// Tells that there are new messages.
    void wake() {
        signal.raise();
    }

    /// The dependencies that fail at the moment; null when all work.
    @Nullable
    String outage() {
        return health.describe();
    }

    void run(StopSignal stop) throws InterruptedException {
        while (!stop.requested()) {
            try (var session = outbox.connect()) {
                if (awaitLeadership(session, stop)) {
                    lead(session, stop);
                }
            } catch (RuntimeException | Error e) {
                // Any failure is retried: a relay must not end silently.
                failed(Dependency.POSTGRES, e);
                stop.pause(postgresBackoff.next());
            }
        }
    }

    private boolean awaitLeadership(LeaderSession session, StopSignal stop) throws InterruptedException {
        while (!stop.requested()) {
            if (session.tryAcquireLeadership()) {
                return true;
            }
            recovered(Dependency.POSTGRES, postgresBackoff);
            if (signal.await(properties.leaderPollInterval()) && properties.notifications()) {
                session.notifyLeader();
                stop.pause(NOTIFY_INTERVAL);
            }
        }
        return false;
    }

    private void lead(LeaderSession session, StopSignal stop) throws InterruptedException {
        LOG.atInfo().log("This instance leads and publishes the outbox");
        leading = true;
        try (publisher) {
            if (properties.notifications()) {
                session.listen(signal::raise);
            }
            publish(session, stop);
        } finally {
            leading = false;
            health.clear(Dependency.KAFKA);
            LOG.atInfo().log("This instance no longer leads");
        }
    }

    /// Publishes until a stop is requested; a broken session ends it with an exception.
    private void publish(LeaderSession session, StopSignal stop) throws InterruptedException {
        List<Sent> inFlight = List.of();
        var more = true;
        while (!stop.requested()) {
            more = more
                    || signal.await(inFlight.isEmpty() ? properties.pollInterval() : Duration.ZERO)
                    || inFlight.isEmpty();
            List<Sent> next = List.of();
            if (more && inFlight.stream().noneMatch(Sent::failed)) {
                var page = session.read(positions(inFlight), properties.batchSize(), MAX_BATCH_BYTES);
                recovered(Dependency.POSTGRES, postgresBackoff);
                next = send(page.messages());
                more = page.full();
            }
            if (complete(inFlight, session, stop)) {
                inFlight = next;
            } else {
                // Later messages of the failed key may be among them: they are sent again after it.
                awaitOutcome(next, session, stop);
                publisher.close();
                stop.pause(kafkaBackoff.next());
                inFlight = List.of();
                more = true;
            }
        }
        complete(inFlight, session, stop);
    }

    /// Sends the messages in order, up to the first that fails at once: later ones must not overtake it.
    private List<Sent> send(List<OutboxMessage> messages) throws InterruptedException {
        List<Sent> batch = new ArrayList<>(messages.size());
        for (var message : messages) {
            var sent = new Sent(message, publisher.send(message));
            batch.add(sent);
            if (sent.failed()) {
                break;
            }
        }
        return batch;
    }

    /// Waits for a batch, and removes from the outbox what comes before the first failure.
    ///
    /// @return false when the rest has to be sent again
    private boolean complete(List<Sent> batch, LeaderSession session, StopSignal stop) throws InterruptedException {
        if (batch.isEmpty()) {
            return true;
        }
        if (!awaitOutcome(batch, session, stop)) {
            return false;
        }
        var settled = batch.stream().takeWhile(sent -> !sent.failed()).toList();
        var acknowledged = settled.stream().filter(Sent::acknowledged).toList();
        if (!acknowledged.isEmpty()) {
            session.delete(positions(acknowledged));
            meters.published(acknowledged.stream().map(Sent::message).toList());
        }
        settled.stream().filter(Sent::unpublishable).forEach(sent -> park(sent, session));
        if (settled.size() < batch.size()) {
            failed(Dependency.KAFKA, batch.get(settled.size()).acknowledgement.exceptionNow());
            return false;
        }
        recovered(Dependency.KAFKA, kafkaBackoff);
        return true;
    }

    /// Waits without a limit, because the producer retries by itself. The session is kept alive meanwhile; when
    /// it breaks, another instance leads and this batch is dropped.
    ///
    /// @return false when a stop was requested and Kafka does not answer
    private boolean awaitOutcome(List<Sent> batch, LeaderSession session, StopSignal stop) throws InterruptedException {
        var acknowledgements = batch.stream().map(Sent::acknowledgement).toArray(CompletableFuture[]::new);
        var done = new CountDownLatch(1);
        var _ = CompletableFuture.allOf(acknowledgements).whenComplete((_, _) -> done.countDown());
        var seconds = 0;
        while (!done.await(1, TimeUnit.SECONDS)) {
            if (stop.requested()) {
                return false;
            }
            session.keepAlive();
            if (++seconds > properties.deliveryTimeout().toSeconds()) {
                failed(Dependency.KAFKA, new TimeoutException("no acknowledgement for " + seconds + " s"));
                seconds = 0;
            }
        }
        return true;
    }

    private void park(Sent sent, LeaderSession session) {
        var position = sent.message.position();
        var reason = String.valueOf(sent.acknowledgement.exceptionNow().getMessage());
        session.park(position, reason);
        meters.unpublishable();
        LOG.atError()
                .addKeyValue("position", position)
                .addKeyValue("reason", reason)
                .log("A message cannot be published and was moved to outbox_parked");
    }

    private void failed(Dependency dependency, Throwable failure) {
        meters.failed(dependency);
        health.failed(dependency, failure);
    }

    private void recovered(Dependency dependency, Backoff backoff) {
        health.recovered(dependency);
        backoff.reset();
    }

    private static List<Long> positions(List<Sent> batch) {
        return batch.stream().map(sent -> sent.message.position()).toList();
    }
}
