package io.memlog.eventstore.outbox;

import io.memlog.eventstore.lifecycle.BackgroundTasks;
import io.memlog.eventstore.lifecycle.DependencyHealth;
import io.memlog.eventstore.lifecycle.WakeUpSignal;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/// The relay as a part of the application. What Kafka has not acknowledged when it stops is sent again by the
/// next leader.
final class OutboxRelayLifecycle extends BackgroundTasks implements OutboxRelay {

    /// Started before the web server and everything else that appends, stopped after them.
    private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 8192;

    private final Relay relay;
    private final BacklogMonitor monitor;
    private final WakeUpSignal signal;
    private final DependencyHealth health;
    private final Clock clock;

    OutboxRelayLifecycle(
            Relay relay,
            BacklogMonitor monitor,
            WakeUpSignal signal,
            DependencyHealth health,
            OutboxProperties properties,
            Clock clock) {
        super(
                PHASE,
                properties.stopTimeout(),
                signal::raise,
                new Task("outbox-relay", relay::run),
                new Task("outbox-backlog", monitor::run));
        this.relay = relay;
        this.monitor = monitor;
        this.signal = signal;
        this.health = health;
        this.clock = clock;
    }

    @Override
    public void wake() {
        signal.raise();
    }

    @Override
    public OutboxStatus status() {
        var backlog = monitor.latest();
        var oldest = backlog.oldest();
        var age = oldest == null ? Duration.ZERO : Duration.between(oldest, clock.instant());
        return new OutboxStatus(
                backlog.depth(),
                backlog.bytes(),
                age.isNegative() ? Duration.ZERO : age,
                backlog.parked(),
                relay.leading(),
                isFull(),
                failureReason(backlog));
    }

    @Override
    public boolean isFull() {
        return monitor.isFull();
    }

    private @Nullable String failureReason(Backlog backlog) {
        var parked = backlog.parked() == 0 ? null : backlog.parked() + " unpublishable, kept in outbox_parked";
        var reasons =
                Stream.of(health.describe(), parked).filter(Objects::nonNull).collect(Collectors.joining("; "));
        return reasons.isEmpty() ? null : reasons;
    }
}
