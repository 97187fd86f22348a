package io.memlog.api.operations.reconciliation;

import io.memlog.api.operations.jobs.Recurring;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Checks the indexes all the time, in small steps with pauses in between.
@Component
final class SyncScheduler extends Recurring {

    private static final Logger LOG = LoggerFactory.getLogger(SyncScheduler.class);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);

    private final ContinuousCheck rounds;
    private final SyncProperties properties;
    private final UUID owner;
    private boolean troubled;

    SyncScheduler(ContinuousCheck rounds, SyncProperties properties, Supplier<UUID> jobIds) {
        super("memlog-sync");
        this.rounds = rounds;
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
            rounds.release(owner);
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("The continuous check could not be handed over; it is taken over in a while");
        }
    }

    /// Whatever is away comes back; a step that failed is taken again.
    @Override
    protected Duration step() {
        try {
            var wait = rounds.step(owner);
            if (troubled) {
                troubled = false;
                LOG.atInfo().log("The continuous check goes on");
            }
            return wait;
        } catch (RuntimeException e) {
            if (!troubled) {
                troubled = true;
                LOG.atWarn().addKeyValue("cause", e.toString()).log("The continuous check waits");
            }
            return AFTER_TROUBLE;
        }
    }
}
