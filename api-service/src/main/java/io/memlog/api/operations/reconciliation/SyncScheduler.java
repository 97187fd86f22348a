package io.memlog.api.operations.reconciliation;

import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

/// Runs the continuous check in small steps with pauses.
@Component
final class SyncScheduler implements SchedulingConfigurer {

    private static final Logger LOG = LoggerFactory.getLogger(SyncScheduler.class);
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(5);

    private final ContinuousCheck check;
    private final SyncProperties properties;
    private final Clock clock;
    private final UUID owner;
    private volatile Duration delay = Duration.ZERO;
    private boolean failing;

    SyncScheduler(ContinuousCheck check, SyncProperties properties, Supplier<UUID> jobIds, Clock clock) {
        this.check = check;
        this.properties = properties;
        this.clock = clock;
        this.owner = jobIds.get();
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar tasks) {
        if (properties.enabled()) {
            tasks.addTriggerTask(this::run, _ -> clock.instant().plus(delay));
        }
    }

    /// Lets another instance continue at once.
    @PreDestroy
    void release() {
        try {
            if (properties.enabled()) {
                check.release(owner);
            }
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("The lease of the continuous check could not be released; it expires");
        }
    }

    private void run() {
        try {
            delay = check.step(owner);
            if (failing) {
                failing = false;
                LOG.atInfo().log("The continuous check has resumed");
            }
        } catch (RuntimeException e) {
            delay = RETRY_INTERVAL;
            if (!failing) {
                failing = true;
                LOG.atWarn().addKeyValue("cause", e.toString()).log("The continuous check is paused");
            }
        }
    }
}
