package io.memlog.api.operations.retention;

import io.memlog.api.memory.store.StoreProperties;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Removes what has been kept for long enough, a batch at a time. However many instances try, one removes at
/// a time; the others find nothing left.
@Component
final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final ExpiredRowRepository leftovers;
    private final StoreProperties ingest;
    private final RetentionProperties properties;
    private final RetentionMeters meters;
    private final TransactionOperations transaction;
    private final Clock clock;

    Retention(
            ExpiredRowRepository leftovers,
            StoreProperties ingest,
            RetentionProperties properties,
            RetentionMeters meters,
            TransactionOperations transaction,
            Clock clock) {
        this.leftovers = leftovers;
        this.ingest = ingest;
        this.properties = properties;
        this.meters = meters;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// Removes a batch of each kind.
    ///
    /// @return how long to wait before the next: a moment only, while there may be more to remove
    Duration step() {
        var more = false;
        for (var kind : RetainedEntity.values()) {
            more |= remove(kind) == properties.batch();
        }
        return more ? properties.pause() : properties.interval();
    }

    private int remove(RetainedEntity kind) {
        var before = clock.instant().minus(kept(kind));
        var removed = Objects.requireNonNull(
                transaction.execute(_ -> leftovers.claim() ? leftovers.remove(kind, before, properties.batch()) : 0));
        if (removed > 0) {
            meters.removed(kind, removed);
            LOG.atDebug()
                    .addKeyValue("what", kind.wireName())
                    .addKeyValue("removed", removed)
                    .log("What was kept for long enough is removed");
        }
        return removed;
    }

    private Duration kept(RetainedEntity kind) {
        return switch (kind) {
            case IDEMPOTENCY_KEYS -> ingest.idempotencyRetention();
            case FINDINGS -> properties.findings();
            case JOBS -> properties.jobs();
            case DEAD_LETTERS -> properties.deadLetters();
        };
    }
}
