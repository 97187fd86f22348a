package io.memlog.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What each process uses, with its descendants, from the creation of this on. Memory is known on Linux only.
final class ResourceUsage {

    private static final String LOAD = "load generator";

    /// Linux counts CPU time for programs in hundredths of a second, whatever its kernel does.
    private static final long MILLIS_PER_TICK = 10;

    private final Map<String, Long> roots;
    private final Map<String, Long> before = new TreeMap<>();
    private final long loadBefore = ownCpuNanos();

    /// @param roots the ids of processes, by their titles
    ResourceUsage(Map<String, Long> roots) {
        this.roots = new TreeMap<>(roots);
        roots.forEach((title, root) -> before.put(title, cpuMillis(root)));
    }

    /// @param operations how many there were; the cost is that of each
    List<Outcome.Cost> costs(long operations) {
        var count = (double) Math.max(1, operations);
        List<Outcome.Cost> costs = new ArrayList<>();
        roots.forEach((title, root) -> {
            var used = cpuMillis(root) - before.getOrDefault(title, 0L);
            costs.add(new Outcome.Cost(title, used / count, peakKilobytes(root) / 1024));
        });
        costs.add(new Outcome.Cost(LOAD, (ownCpuNanos() - loadBefore) / 1e6 / count, 0));
        return costs;
    }

    private static long ownCpuNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }

    private static Stream<ProcessHandle> tree(long root) {
        return ProcessHandle.of(root).stream()
                .flatMap(handle -> Stream.concat(Stream.of(handle), handle.descendants()));
    }

    private static long cpuMillis(long root) {
        return tree(root).mapToLong(ResourceUsage::cpuMillis).sum();
    }

    /// CPU time, that of ended children included where there is `/proc`.
    private static long cpuMillis(ProcessHandle handle) {
        var stat = read(handle, "stat");
        if (stat.isEmpty()) {
            return handle.info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
        }
        // The fields after the name, which may have spaces; the first of them is the third.
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Stream.of(fields)
                        .skip(14 - 3)
                        .limit(4)
                        .mapToLong(Long::parseLong)
                        .sum()
                * MILLIS_PER_TICK;
    }

    /// What the processes share is counted once.
    private static long peakKilobytes(long root) {
        var shared = 0L;
        var own = 0L;
        for (var handle : tree(root).toList()) {
            var status = read(handle, "status");
            var sharedByThis = kilobytes(status, "RssShmem:");
            own += kilobytes(status, "VmHWM:") - sharedByThis;
            shared = Math.max(shared, sharedByThis);
        }
        return own + shared;
    }

    private static long kilobytes(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    /// Empty for a process that has ended, and where there is no `/proc`.
    private static String read(ProcessHandle handle, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(handle.pid()), file));
        } catch (IOException e) {
            return "";
        }
    }
}
