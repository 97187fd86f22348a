package io.memlog.api.operations.jobs;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/// `memlog.jobs.running` (tag `kind`): jobs that this instance runs at present. `memlog.jobs.ended` (tags `kind`,
/// `outcome`: `completed`, `cancelled` or `failed`): jobs that ended on this instance. `memlog.jobs.items` (tags
/// `kind`, `outcome`: `sent` or `skipped`): items of these jobs.
@Component
final class JobMeters {

    private final MeterRegistry registry;
    private final Map<String, AtomicInteger> running = new ConcurrentHashMap<>();

    JobMeters(MeterRegistry registry, JobHandlers handlers) {
        this.registry = registry;
        for (var kind : handlers.kinds()) {
            var count = new AtomicInteger();
            running.put(kind, count);
            Gauge.builder("memlog.jobs.running", count, AtomicInteger::doubleValue)
                    .description("Jobs that this instance runs")
                    .tag("kind", kind)
                    .register(registry);
        }
    }

    void started(Job job) {
        Objects.requireNonNull(running.get(job.kind())).incrementAndGet();
    }

    void stopped(Job job) {
        Objects.requireNonNull(running.get(job.kind())).decrementAndGet();
    }

    void ended(Job job) {
        var progress = job.progress();
        count("memlog.jobs.ended", "Jobs that ended", job, job.state().wireName(), 1);
        count("memlog.jobs.items", "Items of jobs that ended", job, "sent", progress.sent());
        count("memlog.jobs.items", "Items of jobs that ended", job, "skipped", progress.skipped());
    }

    private void count(String name, String description, Job job, String outcome, long amount) {
        Counter.builder(name)
                .description(description)
                .tag("kind", job.kind())
                .tag("outcome", outcome)
                .register(registry)
                .increment((double) amount);
    }
}
