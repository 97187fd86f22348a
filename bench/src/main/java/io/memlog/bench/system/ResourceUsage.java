package io.memlog.bench.system;

import io.memlog.bench.report.ProcessCost;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// What each process uses from its creation until [#costs(long)].
public final class ResourceUsage implements AutoCloseable {

    private static final String LOAD = "load generator";
    private static final long SAMPLE_MILLIS = 500;

    private final Map<String, ProcessTree> processes;
    private final Map<String, Duration> before = new TreeMap<>();
    private final Map<String, Long> peaks = new TreeMap<>();
    private final long loadBefore = ownCpuNanos();
    private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("usage").factory());

    ResourceUsage(Map<String, ProcessTree> processes) {
        this.processes = Map.copyOf(processes);
        processes.forEach((title, tree) -> before.put(title, tree.cpu()));
        var _ = sampler.scheduleWithFixedDelay(this::sample, 0, SAMPLE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// The cost of each process, by memory or by request.
    ///
    /// @param operations how many there were
    public List<ProcessCost> costs(long operations) {
        close();
        sample();
        List<ProcessCost> costs = new ArrayList<>();
        processes.forEach((title, tree) -> {
            var used = tree.cpu().minus(before.getOrDefault(title, Duration.ZERO));
            costs.add(ProcessCost.of(title, used.toNanos(), operations, peaks.getOrDefault(title, 0L)));
        });
        costs.sort(Comparator.comparing(ProcessCost::process));
        costs.add(ProcessCost.of(LOAD, ownCpuNanos() - loadBefore, operations, 0));
        return costs;
    }

    private synchronized void sample() {
        processes.forEach((title, tree) -> peaks.merge(title, tree.residentKilobytes(), Math::max));
    }

    private static long ownCpuNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }

    @Override
    public void close() {
        sampler.shutdownNow();
    }
}
