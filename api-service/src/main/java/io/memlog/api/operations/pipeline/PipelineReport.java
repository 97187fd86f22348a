package io.memlog.api.operations.pipeline;

import io.memlog.api.operations.pipeline.MinuteStatistics.Count;
import io.memlog.schemas.topic.Projection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The answer of `GET /status/pipeline`.
///
/// @param minutes  oldest first, the current one last
/// @param overdue  by projection: changes without a report for too long, of all minutes that are kept
/// @param complete whether the figures of all partitions are included
/// @param missing  what is not included, a sentence each
public record PipelineReport(List<Minute> minutes, Map<String, Long> overdue, boolean complete, List<String> missing) {

    /// @param minute      its begin
    /// @param accepted    changes of this minute: memory logs that were stored, updated or deleted
    /// @param projections by name
    record Minute(Instant minute, long accepted, Map<String, Figures> projections) {}

    /// @param stored       changes that the projection has applied in this minute
    /// @param failed       changes that it could not apply
    /// @param deadLettered dead letters, also of replays that failed again
    /// @param replayed     replays of dead letters that it has handled
    /// @param overdue      changes of this minute that it has not reported on for too long
    record Figures(
            long stored,
            long failed,
            long deadLettered,
            long replayed,
            @Nullable Double p50Ms,
            @Nullable Double p95Ms,
            @Nullable Double p99Ms,
            long overdue) {

        static Figures of(MinuteStatistics minute, Projection projection, boolean isOverdue) {
            return new Figures(
                    minute.count(projection, Count.STORED),
                    minute.count(projection, Count.FAILED),
                    minute.count(projection, Count.DEAD_LETTERED),
                    minute.count(projection, Count.REPLAYED),
                    milliseconds(minute.percentile(projection, 50)),
                    milliseconds(minute.percentile(projection, 95)),
                    milliseconds(minute.percentile(projection, 99)),
                    isOverdue ? minute.count(projection, Count.OUTSTANDING) : 0);
        }

        private static @Nullable Double milliseconds(@Nullable Duration latency) {
            return latency == null ? null : Math.round(latency.toNanos() / 100_000.0) / 10.0;
        }
    }

    /// @param lastOverdue the last minute whose outstanding changes are overdue
    static PipelineReport of(
            PipelineInstances.Collected collected, long firstMinute, long lastMinute, long lastOverdue) {
        Map<Long, MinuteStatistics> sums = new HashMap<>();
        Map<String, Long> overdue = new LinkedHashMap<>();
        for (var instance : collected.figures()) {
            instance.minutes()
                    .forEach((minute, bytes) -> sums.computeIfAbsent(minute, _ -> new MinuteStatistics())
                            .add(MinuteStatistics.parse(bytes)));
        }
        for (var projection : Projection.values()) {
            overdue.put(
                    projection.wireName(),
                    collected.figures().stream()
                            .mapToLong(instance -> instance.overdue().getOrDefault(projection, 0L))
                            .sum());
        }
        List<Minute> minutes = new ArrayList<>();
        for (long minute = firstMinute; minute <= lastMinute; minute++) {
            var figures = sums.getOrDefault(minute, new MinuteStatistics());
            Map<String, Figures> projections = new LinkedHashMap<>();
            for (var projection : Projection.values()) {
                projections.put(projection.wireName(), Figures.of(figures, projection, minute <= lastOverdue));
            }
            minutes.add(new Minute(Instant.EPOCH.plus(Duration.ofMinutes(minute)), figures.accepted(), projections));
        }
        return new PipelineReport(minutes, overdue, collected.missing().isEmpty(), collected.missing());
    }
}
