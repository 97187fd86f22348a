package io.memlog.eventstore.outbox;

import io.memlog.eventstore.lifecycle.DependencyHealth;
import io.memlog.eventstore.lifecycle.DependencyHealth.Dependency;
import io.memlog.eventstore.lifecycle.StopSignal;
import io.memlog.eventstore.lifecycle.WakeUpSignal;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The leader election of one instance, on one thread: it connects, polls for the leadership, runs the relay
/// until its session breaks, and starts over. While another instance leads, wake-ups are forwarded to the
/// leader. The leadership is a session advisory lock of PostgreSQL, behind [LeaderSession].
final class LeaderElection {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelayLifecycle.class);

    /// Commits within this time notify the leader once.
    private static final Duration NOTIFY_INTERVAL = Duration.ofMillis(5);

    private final Outbox outbox;
    private final Supplier<Publisher> publishers;
    private final WakeUpSignal signal;
    private final OutboxProperties properties;
    private final Supplier<Backoff> backoffs;
    private final DependencyHealth health;
    private final OutboxMeters meters;
    private volatile boolean leading;

    LeaderElection(
            Outbox outbox,
            Supplier<Publisher> publishers,
            WakeUpSignal signal,
            OutboxProperties properties,
            Supplier<Backoff> backoffs,
            DependencyHealth health,
            OutboxMeters meters) {
        this.outbox = outbox;
        this.publishers = publishers;
        this.signal = signal;
        this.properties = properties;
        this.backoffs = backoffs;
        this.health = health;
        this.meters = meters;
    }

    boolean leading() {
        return leading;
    }

    void run(StopSignal stop) throws InterruptedException {
        var backoff = backoffs.get();
        while (!stop.requested()) {
            try (var session = outbox.connect()) {
                health.recovered(Dependency.POSTGRES);
                backoff.reset();
                compete(session, stop);
            } catch (RuntimeException | Error e) {
                // Any failure is retried: a relay must not end silently.
                meters.failed(Dependency.POSTGRES);
                health.failed(Dependency.POSTGRES, e);
                stop.pause(backoff.next());
            }
        }
    }

    private void compete(LeaderSession session, StopSignal stop) throws InterruptedException {
        while (!stop.requested()) {
            if (session.tryAcquireLeadership()) {
                lead(session, stop);
                return;
            }
            if (signal.await(properties.leaderPollInterval()) && properties.notifications()) {
                session.notifyLeader();
                stop.pause(NOTIFY_INTERVAL);
            }
        }
    }

    private void lead(LeaderSession session, StopSignal stop) throws InterruptedException {
        LOG.atInfo().log("This instance leads and publishes the outbox");
        leading = true;
        try (var _ = subscribe();
                var publisher = publishers.get()) {
            new RelayLoop(session, publisher, signal, properties, backoffs.get(), health, meters).run(stop);
        } finally {
            leading = false;
            health.clear(Dependency.KAFKA);
            LOG.atInfo().log("This instance no longer leads");
        }
    }

    private Outbox.Subscription subscribe() {
        return properties.notifications() ? outbox.subscribe(signal::raise) : () -> {};
    }
}
