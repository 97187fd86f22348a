package io.memlog.api.operations.status;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/// Lets the health of PostgreSQL be asked once a second at most, and by one caller at a time, since everyone may read
/// it.
@Component
final class CachedDatabaseHealth implements BeanPostProcessor {

    private static final String DATABASE = "dbHealthContributor";
    private static final long MAX_AGE_NANOS = Duration.ofSeconds(1).toNanos();

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return name.equals(DATABASE) && bean instanceof HealthIndicator database ? new Cached(database) : bean;
    }

    private static final class Cached implements HealthIndicator {

        private final HealthIndicator indicator;
        private @Nullable Health last;
        private long answered;

        Cached(HealthIndicator indicator) {
            this.indicator = indicator;
        }

        @Override
        public synchronized @Nullable Health health() {
            if (last == null || System.nanoTime() - answered >= MAX_AGE_NANOS) {
                last = indicator.health();
                answered = System.nanoTime();
            }
            return last;
        }
    }
}
