package io.memlog.eventstore.outbox;

import io.memlog.eventstore.lifecycle.BackgroundTasks;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/// The relay as a part of the application. What Kafka has not acknowledged when it stops is sent again by the
/// next leader.
final class OutboxRelayLifecycle extends BackgroundTasks implements OutboxRelay {

    /// Started before the web server and everything else that appends, stopped after them.
    private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 8192;

    private final PollingRelay relay;
    private final BacklogMonitor monitor;
    private final Clock clock;

    OutboxRelayLifecycle(
            Outbox outbox, KafkaPublisher publisher, OutboxProperties properties, MeterRegistry registry, Clock clock) {
        var meters = new OutboxMeters(registry, clock);
        var relay = new PollingRelay(outbox, publisher, properties, meters, RandomGenerator.getDefault());
        var monitor = new BacklogMonitor(outbox, properties);
        super(
                PHASE,
                properties.stopTimeout(),
                relay::wake,
                new Task("outbox-relay", relay::run),
                new Task("outbox-backlog", monitor::run));
        this.relay = relay;
        this.monitor = monitor;
        this.clock = clock;
        meters.register(this::status);
    }

    @Override
    public void wake() {
        relay.wake();
    }

    @Override
    public boolean isFull() {
        return monitor.isFull();
    }

    @Override
    public OutboxStatus status() {
        var backlog = monitor.latest();
        var now = clock.instant();
        var oldest = backlog.oldest();
        var age = oldest == null || oldest.isAfter(now) ? Duration.ZERO : Duration.between(oldest, now);
        return new OutboxStatus(
                backlog.depth(),
                backlog.bytes(),
                age,
                backlog.parked(),
                relay.leading(),
                isFull(),
                failureReason(backlog.parked()));
    }

    private @Nullable String failureReason(long parked) {
        var outage = relay.outage();
        if (parked == 0) {
            return outage;
        }
        return (outage == null ? "" : outage + "; ") + parked + " unpublishable, kept in outbox_parked";
    }
}
