package io.memlog.consumer.kafka;

import io.memlog.consumer.ConsumerStatus;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/// Health of the consumer. While paused it is degraded and not down, because it resumes by itself.
final class ConsumerHealth implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final ConsumerStatus status;

    ConsumerHealth(ConsumerStatus status) {
        this.status = status;
    }

    @Override
    public Health health() {
        var health = Health.up()
                .withDetail("projection", status.projection().wireName())
                .withDetail("state", status.state());
        status.pause()
                .ifPresent(pause -> health.status(DEGRADED)
                        .withDetail("cause", pause.cause().tag())
                        .withDetail("reason", pause.reason())
                        .withDetail("since", pause.since()));
        var lag = status.lag();
        return health.withDetail("lag", lag.isPresent() ? lag.getAsLong() : "unknown")
                .build();
    }
}
