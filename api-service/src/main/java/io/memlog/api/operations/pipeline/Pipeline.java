package io.memlog.api.operations.pipeline;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/// The figures of the pipeline, of all instances together, and the health of what counts here. Without it memories are
/// stored and found as ever, so that the service is degraded and not down.
@Component("pipelineHealthIndicator")
public final class Pipeline implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final PipelineStreams streams;
    private final PipelineStatisticsReader reader;
    private final PipelineInstances instances;
    private final PipelineProperties properties;

    Pipeline(
            PipelineStreams streams,
            PipelineStatisticsReader reader,
            PipelineInstances instances,
            PipelineProperties properties) {
        this.streams = streams;
        this.reader = reader;
        this.instances = instances;
        this.properties = properties;
    }

    /// The last minutes, as far as they are kept.
    public PipelineReport report(int minutes) {
        var kept = (int) Math.min(minutes, properties.retention().toMinutes());
        var now = reader.currentMinute();
        return PipelineReport.of(instances.collect(kept), now - kept + 1, now, reader.lastOverdueMinute());
    }

    @Override
    public Health health() {
        var reason = streams.failureReason();
        var health = new Health.Builder()
                .status(reason == null ? Status.UP : DEGRADED)
                .withDetail("state", streams.state());
        return (reason == null ? health : health.withDetail("reason", reason)).build();
    }
}
