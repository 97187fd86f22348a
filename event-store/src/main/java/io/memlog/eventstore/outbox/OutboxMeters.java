package io.memlog.eventstore.outbox;

import io.memlog.eventstore.lifecycle.DependencyHealth.Dependency;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The meters of the outbox.
///
/// | meter | means |
/// |---|---|
/// | `memlog.outbox.depth` | waiting messages, counted up to one above `memlog.outbox.max-rows` |
/// | `memlog.outbox.oldest.age` | how long the first of them has waited |
/// | `memlog.outbox.parked` | unpublishable messages, kept in `outbox_parked` |
/// | `memlog.outbox.leader` | 1 on the instance that publishes, 0 on the others |
/// | `memlog.outbox.relay.latency` | from the append of an event to its acknowledgement by Kafka |
/// | `memlog.outbox.published` | messages acknowledged by Kafka and deleted |
/// | `memlog.outbox.failures` | failed attempts; `part` is `kafka`, `postgres` or `message` |
final class OutboxMeters {

    private final MeterRegistry registry;
    private final Clock clock;
    private final Timer latency;
    private final Counter published;

    OutboxMeters(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        this.latency = Timer.builder("memlog.outbox.relay.latency")
                .description("from the append of an event to its acknowledgement by Kafka")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofMinutes(1))
                .register(registry);
        this.published = Counter.builder("memlog.outbox.published")
                .description("messages acknowledged by Kafka and deleted")
                .register(registry);
    }

    void register(Supplier<OutboxStatus> status, Supplier<Backlog> backlog) {
        Gauge.builder("memlog.outbox.depth", () -> status.get().depth())
                .description("waiting messages")
                .register(registry);
        Gauge.builder("memlog.outbox.parked", () -> backlog.get().parked())
                .description("unpublishable messages")
                .register(registry);
        Gauge.builder("memlog.outbox.leader", () -> status.get().leading() ? 1 : 0)
                .description("1 on the instance that publishes")
                .register(registry);
        TimeGauge.builder(
                        "memlog.outbox.oldest.age",
                        () -> status.get().oldestAge().toMillis(),
                        TimeUnit.MILLISECONDS)
                .description("how long the first message has waited")
                .register(registry);
    }

    void published(List<OutboxMessage> messages) {
        var now = clock.instant();
        messages.forEach(message -> latency.record(Duration.between(message.recordedAt(), now)));
        published.increment(messages.size());
    }

    void failed(Dependency dependency) {
        failures(dependency.tag()).increment();
    }

    void unpublishable() {
        failures("message").increment();
    }

    private Counter failures(String part) {
        return Counter.builder("memlog.outbox.failures")
                .description("failed attempts")
                .tag("part", part)
                .register(registry);
    }
}
