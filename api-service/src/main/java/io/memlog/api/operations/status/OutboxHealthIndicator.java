package io.memlog.api.operations.status;

import io.memlog.eventstore.outbox.OutboxRelay;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/// Shows the backlog of the outbox and why it is not published. Memory logs are stored anyway, so that the service is
/// degraded and not down.
@Component
record OutboxHealthIndicator(OutboxRelay relay) implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");

    @Override
    public Health health() {
        var outbox = relay.status();
        var failureReason = outbox.failureReason();
        var health = new Health.Builder()
                .status(failureReason == null && !outbox.full() ? Status.UP : DEGRADED)
                .withDetail("depth", outbox.depth())
                .withDetail("oldest_age_seconds", outbox.oldestAge().toSeconds())
                .withDetail("leading", outbox.leading())
                .withDetail("full", outbox.full());
        return (failureReason == null ? health : health.withDetail("trouble", failureReason)).build();
    }
}
