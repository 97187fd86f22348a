package io.memlog.api.operations.retention;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/// `memlog.retention.removed` (tag `what`: `idempotency_keys`, `findings`, `jobs` or `dead_letters`): what this
/// instance has removed because its time was over.
@Component
final class RetentionMeters {

    private final Map<RetainedEntity, Counter> removed = new EnumMap<>(RetainedEntity.class);

    RetentionMeters(MeterRegistry registry) {
        for (var kind : RetainedEntity.values()) {
            removed.put(
                    kind,
                    Counter.builder("memlog.retention.removed")
                            .description("what was removed because its time was over")
                            .tag("what", kind.wireName())
                            .register(registry));
        }
    }

    void removed(RetainedEntity kind, int rows) {
        Objects.requireNonNull(removed.get(kind)).increment(rows);
    }
}
