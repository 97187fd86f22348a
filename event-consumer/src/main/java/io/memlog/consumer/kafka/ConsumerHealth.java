package io.memlog.consumer.kafka;

import io.memlog.consumer.ConsumerStatus;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/// Shows how the consumer is doing. One that waits is degraded and not down: it catches up by itself.
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
                .withDetail("state", state());
        status.pause()
                .ifPresent(pause -> health.status(DEGRADED)
                        .withDetail("cause", pause.cause().tag())
                        .withDetail("reason", pause.reason())
                        .withDetail("since", pause.since()));
        var lag = status.lag();
        return (lag.isPresent() ? health.withDetail("lag", lag.getAsLong()) : health.withDetail("lag", "unknown"))
                .build();
    }

    private String state() {
        if (!status.running()) {
            return "stopped";
        }
        return status.pause().isPresent() ? "paused" : "following";
    }
}
