package io.memlog.api.operations.retention;

import io.memlog.api.memory.store.StoreProperties;
import io.memlog.api.operations.jobs.RecurringTask;
import io.memlog.schemas.json.WireEnum;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

/// Removes rows at the end of their retention, in small batches; events stay until an operator archives them. One
/// instance at a time removes; the others find nothing left.
///
/// `memlog.retention.removed` (tag `what`: `idempotency_keys`, `findings`, `timeline`, `jobs` or `dead_letters`): rows
/// that this instance has removed.
@Component
final class Retention implements SchedulingConfigurer {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    /// Between two searches for expired rows.
    static final Duration INTERVAL = Duration.ofMinutes(10);

    /// Between two batches.
    static final Duration PAUSE = Duration.ofMillis(200);

    private static final int BATCH_SIZE = 500;

    private final ExpiredRowRepository rows;
    private final StoreProperties storeProperties;
    private final RetentionProperties properties;
    private final Clock clock;
    private final Map<Entity, Counter> removed = new EnumMap<>(Entity.class);
    private volatile Duration delay = Duration.ZERO;

    Retention(
            ExpiredRowRepository rows,
            StoreProperties storeProperties,
            RetentionProperties properties,
            MeterRegistry meters,
            Clock clock) {
        this.rows = rows;
        this.storeProperties = storeProperties;
        this.properties = properties;
        this.clock = clock;
        for (var entity : Entity.values()) {
            removed.put(
                    entity,
                    Counter.builder("memlog.retention.removed")
                            .description("Rows removed at the end of their retention")
                            .tag("what", entity.wireName())
                            .register(meters));
        }
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar tasks) {
        if (properties.enabled()) {
            var task = new RecurringTask("Expired rows could not be removed", () -> {
                delay = INTERVAL;
                delay = removeBatch(BATCH_SIZE);
            });
            tasks.addTriggerTask(task, _ -> clock.instant().plus(delay));
        }
    }

    /// Removes a batch of each entity.
    ///
    /// @return the time until the next batch, which is short while there may be more to remove
    Duration removeBatch(int batchSize) {
        var more = false;
        for (var entity : Entity.values()) {
            more |= remove(entity, batchSize) == batchSize;
        }
        return more ? PAUSE : INTERVAL;
    }

    private int remove(Entity entity, int batchSize) {
        var before = clock.instant().minus(retention(entity));
        var count = rows.remove(entity, before, batchSize);
        if (count > 0) {
            Objects.requireNonNull(removed.get(entity)).increment(count);
            LOG.atDebug()
                    .addKeyValue("what", entity.wireName())
                    .addKeyValue("removed", count)
                    .log("Expired rows were removed");
        }
        return count;
    }

    private Duration retention(Entity entity) {
        return switch (entity) {
            case IDEMPOTENCY_KEYS -> storeProperties.idempotencyRetention();
            case FINDINGS -> properties.findings();
            case TIMELINE -> properties.timeline();
            case JOBS -> properties.jobs();
            case DEAD_LETTERS -> properties.deadLetters();
        };
    }

    /// What is removed at the end of its retention.
    enum Entity implements WireEnum {
        /// Idempotency keys past `memlog.ingest.idempotency-retention`.
        IDEMPOTENCY_KEYS,
        /// Closed findings of the consistency check.
        FINDINGS,
        /// What the timelines of memories have of the projections.
        TIMELINE,
        /// Finished jobs.
        JOBS,
        /// Dead letters that have ended; never an open, replaying or parked one.
        DEAD_LETTERS
    }
}
