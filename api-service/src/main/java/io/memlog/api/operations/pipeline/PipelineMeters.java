package io.memlog.api.operations.pipeline;

import io.memlog.schemas.topic.Projection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The meters of the pipeline: of the partitions that this instance has; `docs/operations/metrics.md` lists them.
@Component
record PipelineMeters(MeterRegistry registry) {

    void accepted() {
        Counter.builder("memlog.pipeline.accepted")
                .description("Changes that were accepted")
                .register(registry)
                .increment();
    }

    void reported(Projection projection, MinuteStatistics.Count outcome) {
        Counter.builder("memlog.pipeline.reports")
                .description("What a projection reported about changes")
                .tag("projection", projection.wireName())
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment();
    }

    /// @param running whether this instance counts
    /// @param overdue empty while it is not known
    void register(BooleanSupplier running, Supplier<Map<Projection, Long>> overdue) {
        Gauge.builder("memlog.pipeline.running", () -> running.getAsBoolean() ? 1 : 0)
                .description("Whether this instance counts for the pipeline")
                .register(registry);
        for (var projection : Projection.values()) {
            Gauge.builder("memlog.pipeline.overdue", () -> known(overdue.get().get(projection)))
                    .description("Changes on which the projection has not reported in time")
                    .tag("projection", projection.wireName())
                    .register(registry);
        }
    }

    private static double known(@Nullable Long count) {
        return count == null ? Double.NaN : count;
    }
}
