package io.memlog.api.operations.retention;

import io.memlog.api.operations.jobs.Recurring;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Looks again and again for what may be removed.
@Component
final class RetentionScheduler extends Recurring {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionScheduler.class);

    private final Retention retention;
    private final RetentionProperties properties;
    private boolean troubled;

    RetentionScheduler(Retention retention, RetentionProperties properties) {
        super("memlog-retention");
        this.retention = retention;
        this.properties = properties;
    }

    @Override
    public boolean isAutoStartup() {
        return properties.enabled();
    }

    /// Whatever is away comes back; what could not be removed now is removed later.
    @Override
    protected Duration step() {
        try {
            var wait = retention.step();
            troubled = false;
            return wait;
        } catch (RuntimeException e) {
            if (!troubled) {
                troubled = true;
                LOG.atWarn().addKeyValue("cause", e.toString()).log("What was kept for long enough is not removed");
            }
            return properties.interval();
        }
    }
}
