package io.memlog.api.operations.jobs;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/// `memlog.jobs.running` (tag `kind`): jobs that this instance runs at present.
/// `memlog.jobs.ended` (tags `kind`, `outcome`: `completed`, `cancelled` or `failed`): jobs that ended here.
/// `memlog.jobs.items` (tags `kind`, `outcome`: `sent` or `skipped`): items of the jobs that ended here.
@Component
final class JobMeters {

    private final MeterRegistry registry;
    private final Map<String, AtomicInteger> running = new ConcurrentHashMap<>();

    JobMeters(MeterRegistry registry, JobHandlers kinds) {
        this.registry = registry;
        kinds.names()
                .forEach(kind -> running.put(
                        kind,
                        Objects.requireNonNull(
                                registry.gauge("memlog.jobs.running", Tags.of("kind", kind), new AtomicInteger()))));
    }

    void begun(String kind) {
        Objects.requireNonNull(running.get(kind)).incrementAndGet();
    }

    void over(String kind) {
        Objects.requireNonNull(running.get(kind)).decrementAndGet();
    }

    void ended(Job job) {
        counter("memlog.jobs.ended", "Jobs that ended", job.kind(), job.state().wireName())
                .increment();
        items(job, "sent", job.progress().sent());
        items(job, "skipped", job.progress().skipped());
    }

    private void items(Job job, String outcome, long count) {
        counter("memlog.jobs.items", "Items of jobs that ended", job.kind(), outcome)
                .increment((double) count);
    }

    private Counter counter(String name, String description, String kind, String outcome) {
        return Counter.builder(name)
                .description(description)
                .tag("kind", kind)
                .tag("outcome", outcome)
                .register(registry);
    }
}
