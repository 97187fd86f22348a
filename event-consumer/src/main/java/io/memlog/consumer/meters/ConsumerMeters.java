package io.memlog.consumer.meters;

import io.memlog.consumer.ConsumerStatus;
import io.memlog.consumer.PauseCause;
import io.memlog.schemas.topic.Projection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.Supplier;

/// What a consumer measures; every meter carries the tag `projection` (`vector` or `graph`).
///
/// - `memlog.consumer.lag`: messages of the assigned partitions that are not handled yet; NaN while unknown
/// - `memlog.consumer.paused` by `cause` (`store`, `provider`, `kafka`, `worker`): 1 while the consumer waits for
///   that, otherwise 0
/// - `memlog.consumer.batch.size`: messages of one batch
/// - `memlog.consumer.apply`: time of one write to the store, with all it takes to prepare it
/// - `memlog.consumer.applied`: changes brought into the index
/// - `memlog.consumer.duplicates`: changes dropped because the index holds that version or a newer one
/// - `memlog.consumer.superseded`: changes that a newer one in the same batch took the place of
/// - `memlog.consumer.erased`: memories erased
/// - `memlog.consumer.unaddressed`: messages without a value that do not say whose memory to erase
/// - `memlog.consumer.dead.letters`: events buried, by `reason`
public final class ConsumerMeters {

    private static final String PREFIX = "memlog.consumer.";

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

    /// Shows lag and pauses from now on.
    public void watch(ConsumerStatus status) {
        Gauge.builder(
                        PREFIX + "lag",
                        status,
                        watched -> watched.lag().isPresent() ? watched.lag().getAsLong() : Double.NaN)
                .tag("projection", projection)
                .register(registry);
        for (var cause : PauseCause.values()) {
            Gauge.builder(PREFIX + "paused", status, watched -> waitsFor(cause, watched) ? 1 : 0)
                    .tag("projection", projection)
                    .tag("cause", cause.tag())
                    .register(registry);
        }
    }

    private static boolean waitsFor(PauseCause cause, ConsumerStatus status) {
        return status.pause().filter(pause -> pause.cause() == cause).isPresent();
    }

    public <T> T timeApply(Supplier<T> write) {
        var sample = Timer.start(registry);
        try {
            return write.get();
        } finally {
            sample.stop(apply);
        }
    }

    public void batch(int messages) {
        batchSize.record(messages);
    }

    public void applied(int changes) {
        counter("applied").increment(changes);
    }

    public void duplicates(int changes) {
        counter("duplicates").increment(changes);
    }

    public void superseded(int changes) {
        counter("superseded").increment(changes);
    }

    public void erased(int memories) {
        counter("erased").increment(memories);
    }

    public void unaddressed(int messages) {
        counter("unaddressed").increment(messages);
    }

    public void deadLetter(String reason) {
        counter("dead.letters", "reason", reason).increment();
    }

    private Counter counter(String name, String... tags) {
        return Counter.builder(PREFIX + name)
                .tag("projection", projection)
                .tags(tags)
                .register(registry);
    }
}
