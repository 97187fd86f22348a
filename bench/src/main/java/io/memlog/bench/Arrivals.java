package io.memlog.bench;

import io.memlog.bench.load.LoadResult;
import io.memlog.bench.report.Deviations;
import io.memlog.bench.report.ProcessCost;
import io.memlog.bench.system.ResourceUsage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;

/// When numbered messages arrived, after they were committed or sent.
final class Arrivals {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final Histogram latency = LoadResult.histogram();
    private final Deviations deviations;
    private final List<ProcessCost> costs;
    private final long arrived;
    private final double seconds;

    /// Waits for all of them.
    ///
    /// @param departures in nanoseconds; empty where only the rate counts
    /// @param failed     how many were not committed or sent
    /// @param begin      of the whole, in nanoseconds
    Arrivals(EventTopic.Follower follower, AtomicLongArray departures, long failed, long begin, ResourceUsage usage)
            throws InterruptedException {
        deviations = follower.await(TIMEOUT, failed);
        arrived = follower.count();
        costs = usage.costs(arrived);
        seconds = (follower.lastArrival() - begin) / 1e9;
        for (var i = 0; i < departures.length(); i++) {
            var arrival = follower.arrival(i);
            if (arrival != 0 && departures.get(i) != 0) {
                LoadResult.record(latency, arrival - departures.get(i));
            }
        }
    }

    void report(PartContext context, String scenario, String subject, boolean limit) {
        context.report(
                scenario,
                subject,
                limit,
                arrived,
                seconds,
                latency.getTotalCount() == 0 ? null : latency,
                deviations,
                costs);
    }
}
