package io.memlog.bench.report;

/// What a process used.
///
/// @param cpuMillis     CPU time of each operation
/// @param peakMegabytes the largest resident memory; 0 where it is unknown
public record ProcessCost(String process, double cpuMillis, long peakMegabytes) {

    public static ProcessCost of(String process, long cpuNanos, long operations, long peakKilobytes) {
        return new ProcessCost(process, cpuNanos / 1e6 / Math.max(1, operations), peakKilobytes / 1024);
    }
}
