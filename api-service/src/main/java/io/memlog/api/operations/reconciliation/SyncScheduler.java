package io.memlog.api.operations.reconciliation;

import io.memlog.api.operations.jobs.Recurring;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Runs the continuous check in small steps with pauses.
@Component
final class SyncScheduler extends Recurring {

    private static final Logger LOG = LoggerFactory.getLogger(SyncScheduler.class);
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(5);

    private final ContinuousCheck check;
    private final SyncProperties properties;
    private final UUID owner;
    private boolean isFailing;

    SyncScheduler(ContinuousCheck check, SyncProperties properties, Supplier<UUID> jobIds) {
        super("memlog-sync");
        this.check = check;
        this.properties = properties;
        this.owner = jobIds.get();
    }

    @Override
    public boolean isAutoStartup() {
        return properties.enabled();
    }

    @Override
    protected void ended() {
        try {
            check.release(owner);
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("The lease of the continuous check could not be released; it expires");
        }
    }

    /// A failed step is repeated until its dependency is available again.
    @Override
    protected Duration step() {
        try {
            var wait = check.step(owner);
            if (isFailing) {
                isFailing = false;
                LOG.atInfo().log("The continuous check continues");
            }
            return wait;
        } catch (RuntimeException e) {
            if (!isFailing) {
                isFailing = true;
                LOG.atWarn().addKeyValue("cause", e.toString()).log("The continuous check waits for a dependency");
            }
            return RETRY_INTERVAL;
        }
    }
}
