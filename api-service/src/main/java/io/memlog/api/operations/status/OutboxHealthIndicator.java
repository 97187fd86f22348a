package io.memlog.api.operations.status;

import io.memlog.eventstore.outbox.OutboxRelay;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/// Shows what waits in the outbox, and what keeps it from being published. Memory logs are stored all the
/// same, so trouble is degradation and no failure.
@Component
final class OutboxHealthIndicator implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final OutboxRelay relay;

    OutboxHealthIndicator(OutboxRelay relay) {
        this.relay = relay;
    }

    @Override
    public Health health() {
        var outbox = relay.status();
        var trouble = outbox.failureReason();
        var health = new Health.Builder()
                .status(trouble == null && !outbox.full() ? Status.UP : DEGRADED)
                .withDetail("depth", outbox.depth())
                .withDetail("oldest_age_seconds", outbox.oldestAge().toSeconds())
                .withDetail("leading", outbox.leading())
                .withDetail("full", outbox.full());
        return (trouble == null ? health : health.withDetail("trouble", trouble)).build();
    }
}
