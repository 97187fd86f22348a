package io.memlog.graph.neo4j;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/// What graph-worker measures itself, beside the meters of Spring and Kafka.
///
/// | meter | tags | meaning | |---|---|---| | `memlog.graph.entities` | | how many entities a stored memory
/// is about | | `memlog.graph.write.duration` | `operation` store, delete, erase | one batch into Neo4j | |
/// `memlog.graph.search.duration` | `kind` text, graph, related; `outcome` answered, failed | one question
/// to Neo4j |
public final class GraphMeters {

    private GraphMeters() {}

    public static DistributionSummary entities(MeterRegistry meters) {
        return DistributionSummary.builder("memlog.graph.entities")
                .publishPercentileHistogram()
                .minimumExpectedValue(1.0)
                .maximumExpectedValue(2_000.0)
                .register(meters);
    }

    public static Timer write(MeterRegistry meters, String operation) {
        return timer("memlog.graph.write.duration").tag("operation", operation).register(meters);
    }

    public static Timer search(MeterRegistry meters, String kind, String outcome) {
        return timer("memlog.graph.search.duration")
                .tag("kind", kind)
                .tag("outcome", outcome)
                .register(meters);
    }

    private static Timer.Builder timer(String name) {
        return Timer.builder(name)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(30));
    }
}
