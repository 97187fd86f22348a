package io.memlog.eventstore.outbox;

import io.memlog.eventstore.outbox.RelayHealth.Part;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One instance's part in the cluster, on one thread: it connects, asks to lead until it may, leads until
/// its session breaks, and begins again. While another instance leads it passes wake-ups on to it.
final class LeaderElection {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelayLifecycle.class);

    /// Commits within this time wake the leader once.
    private static final Duration COALESCED = Duration.ofMillis(5);

    private final Outbox outbox;
    private final Supplier<Publisher> publishers;
    private final WakeUpSignal signal;
    private final OutboxProperties properties;
    private final Supplier<Backoff> backoffs;
    private final RelayHealth troubles;
    private final OutboxMeters meters;
    private volatile boolean leading;

    LeaderElection(
            Outbox outbox,
            Supplier<Publisher> publishers,
            WakeUpSignal signal,
            OutboxProperties properties,
            Supplier<Backoff> backoffs,
            RelayHealth troubles,
            OutboxMeters meters) {
        this.outbox = outbox;
        this.publishers = publishers;
        this.signal = signal;
        this.properties = properties;
        this.backoffs = backoffs;
        this.troubles = troubles;
        this.meters = meters;
    }

    boolean leading() {
        return leading;
    }

    void run(StopSignal stop) {
        var backoff = backoffs.get();
        try {
            while (!stop.requested()) {
                try (var session = outbox.connect()) {
                    troubles.over(Part.POSTGRES);
                    backoff.reset();
                    compete(session, stop);
                } catch (RuntimeException | Error e) {
                    // Whatever it was: a relay that ends in silence would be worse than one that fails again.
                    meters.failed(Part.POSTGRES);
                    troubles.met(Part.POSTGRES, e);
                    stop.pause(backoff.next());
                }
            }
        } catch (InterruptedException e) {
            LOG.atInfo().log("The outbox relay was interrupted; what Kafka has not acknowledged is sent again");
        }
    }

    private void compete(LeaderSession session, StopSignal stop) throws InterruptedException {
        while (!stop.requested()) {
            if (session.tryToLead()) {
                lead(session, stop);
                return;
            }
            if (signal.await(properties.takeoverWait()) && properties.notifications()) {
                session.wakeLeader();
                stop.pause(COALESCED);
            }
        }
    }

    private void lead(LeaderSession session, StopSignal stop) throws InterruptedException {
        LOG.atInfo().log("This instance publishes the outbox");
        leading = true;
        try (var _ = subscribe();
                var publisher = publishers.get()) {
            new RelayLoop(session, publisher, signal, properties, backoffs.get(), troubles, meters).serve(stop);
        } finally {
            leading = false;
            troubles.dismiss(Part.KAFKA);
            LOG.atInfo().log("This instance no longer publishes the outbox");
        }
    }

    private Outbox.Subscription subscribe() {
        return properties.notifications() ? outbox.subscribe(signal::raise) : () -> {};
    }
}
