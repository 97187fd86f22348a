package io.memlog.consumer.topics;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// Shows whether the topics are there, and what is wrong with them.
final class TopicsHealth implements HealthIndicator {

    private final TopicsLifecycle topics;

    TopicsHealth(TopicsLifecycle topics) {
        this.topics = topics;
    }

    @Override
    public Health health() {
        var state = topics.state();
        return Health.up()
                .withDetail("state", state.ready() ? "there" : "waiting")
                .withDetail("problems", state.problems())
                .build();
    }
}
