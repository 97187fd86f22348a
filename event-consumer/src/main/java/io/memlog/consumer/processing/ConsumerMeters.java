package io.memlog.consumer.processing;

import io.memlog.consumer.ConsumerStatus;
import io.memlog.consumer.PauseCause;
import io.memlog.schemas.topic.Projection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;

/// The meters of a consumer; each has the tag `projection` (`vector` or `graph`).
///
/// | meter | meaning |
/// |---|---|
/// | `memlog.consumer.lag` | records of the assigned partitions that are not acknowledged; NaN while unknown |
/// | `memlog.consumer.paused` by `cause` | 1 while the consumer is paused for that cause, otherwise 0 |
/// | `memlog.consumer.batch.age` | how long the oldest batch under way has been processed; 0 without one |
/// | `memlog.consumer.batch.size` | records of one batch |
/// | `memlog.consumer.apply` | duration of one write of one tenant to the store |
/// | `memlog.consumer.applied` | changes that were applied |
/// | `memlog.consumer.duplicates` | changes dropped because that version or a newer one is stored |
/// | `memlog.consumer.superseded` | changes dropped because of a newer one in the same batch |
/// | `memlog.consumer.purged` | memories that were purged |
/// | `memlog.consumer.invalid.tombstones` | records without a value that do not name what to purge |
/// | `memlog.consumer.dead.letters` by `reason` | records that became dead letters |
///
/// A `cause` is `store`, `provider`, `kafka` or `worker`.
public final class ConsumerMeters {

    private static final String PREFIX = "memlog.consumer.";
    private static final double MILLIS_PER_SECOND = 1000;

    private final MeterRegistry registry;
    private final String projection;
    private final DistributionSummary batchSize;
    private final Timer apply;

    public ConsumerMeters(MeterRegistry registry, Projection projection) {
        this.registry = registry;
        this.projection = projection.wireName();
        this.batchSize = DistributionSummary.builder(PREFIX + "batch.size")
                .tag("projection", this.projection)
                .register(registry);
        this.apply = Timer.builder(PREFIX + "apply")
                .tag("projection", this.projection)
                .publishPercentileHistogram()
                .register(registry);
    }

    /// Registers the gauges of lag, pauses and the batch under way.
    public void bind(ConsumerStatus status, Supplier<Duration> batchAge) {
        Gauge.builder(PREFIX + "batch.age", batchAge, age -> age.get().toMillis() / MILLIS_PER_SECOND)
                .baseUnit("seconds")
                .tag("projection", projection)
                .register(registry);
        Gauge.builder(
                        PREFIX + "lag",
                        status,
                        bound -> bound.lag().isPresent() ? bound.lag().getAsLong() : Double.NaN)
                .tag("projection", projection)
                .register(registry);
        for (var cause : PauseCause.values()) {
            Gauge.builder(PREFIX + "paused", status, bound -> isPausedFor(cause, bound) ? 1 : 0)
                    .tag("projection", projection)
                    .tag("cause", cause.tag())
                    .register(registry);
        }
    }

    private static boolean isPausedFor(PauseCause cause, ConsumerStatus status) {
        return status.pause().filter(pause -> pause.cause() == cause).isPresent();
    }

    <T> T timeApply(Supplier<T> write) {
        return apply.record(write);
    }

    void batch(int records) {
        batchSize.record(records);
    }

    /// @param meter one of the counters above, without the prefix
    void count(String meter, int events) {
        counter(meter).increment(events);
    }

    void deadLetter(String reason) {
        counter("dead.letters", "reason", reason).increment();
    }

    private Counter counter(String name, String... tags) {
        return Counter.builder(PREFIX + name)
                .tag("projection", projection)
                .tags(tags)
                .register(registry);
    }
}
