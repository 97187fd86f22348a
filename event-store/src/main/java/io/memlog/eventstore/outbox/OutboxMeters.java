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

/// The meters of the outbox; `docs/operations/metrics.md` lists them.
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

    void register(Supplier<OutboxStatus> status) {
        gauge("memlog.outbox.depth", "waiting messages", () -> status.get().depth());
        gauge(
                "memlog.outbox.parked",
                "unpublishable messages",
                () -> status.get().parked());
        gauge(
                "memlog.outbox.leader",
                "1 on the instance that publishes",
                () -> status.get().leading() ? 1 : 0);
        Gauge.builder("memlog.outbox.bytes", () -> status.get().bytes())
                .description("size of the waiting and the parked messages")
                .baseUnit("bytes")
                .register(registry);
        TimeGauge.builder(
                        "memlog.outbox.oldest.age",
                        () -> status.get().oldestAge().toMillis(),
                        TimeUnit.MILLISECONDS)
                .description("how long the first message has waited")
                .register(registry);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    void published(List<OutboxMessage> messages) {
        var now = clock.instant();
        messages.forEach(message -> latency.record(Duration.between(message.recordedAt(), now)));
        published.increment(messages.size());
    }

    void failed(Dependency dependency) {
        failures(dependency.wireName()).increment();
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
