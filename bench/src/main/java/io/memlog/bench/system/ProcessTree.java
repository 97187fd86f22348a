package io.memlog.bench.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Processes with their descendants. Memory is known on Linux only.
record ProcessTree(List<Long> roots) {

    /// Linux counts CPU time for programs in hundredths of a second, whatever its kernel does.
    private static final long MILLIS_PER_TICK = 10;

    /// CPU time, that of ended children included.
    Duration cpu() {
        return Duration.ofMillis(
                handles().mapToLong(handle -> cpuMillis(handle).orElse(0L)).sum());
    }

    /// Resident memory; what processes share is counted once.
    long residentKilobytes() {
        var shared = 0L;
        var own = 0L;
        for (var handle : handles().toList()) {
            own += kilobytes(handle, "RssAnon:") + kilobytes(handle, "RssFile:");
            shared = Math.max(shared, kilobytes(handle, "RssShmem:"));
        }
        return own + shared;
    }

    private Stream<ProcessHandle> handles() {
        return roots.stream()
                .map(ProcessHandle::of)
                .flatMap(Optional::stream)
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()));
    }

    private static Optional<Long> cpuMillis(ProcessHandle handle) {
        var stat = read(handle, "stat");
        if (stat.isEmpty()) {
            return handle.info().totalCpuDuration().map(Duration::toMillis);
        }
        // The fields after the name, which may have spaces; the first of them is the third.
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (var field = 14; field <= 17; field++) {
            ticks += Long.parseLong(fields[field - 3]);
        }
        return Optional.of(ticks * MILLIS_PER_TICK);
    }

    private static long kilobytes(ProcessHandle handle, String name) {
        return read(handle, "status")
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(
                        line.substring(name.length()).replace("kB", "").strip()))
                .findFirst()
                .orElse(0);
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
