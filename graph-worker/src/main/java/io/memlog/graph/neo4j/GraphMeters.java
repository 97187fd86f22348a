package io.memlog.graph.neo4j;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;

/// The meters of graph-worker, besides those of Spring and Kafka.
///
/// | meter | tags | meaning |
/// |---|---|---|
/// | `memlog.graph.entities` | | entities of a stored memory |
/// | `memlog.graph.write.duration` | `operation` store, delete, erase | a batch written to Neo4j |
/// | `memlog.graph.search.duration` | `kind` text, graph, related; `outcome` answered, failed | a query to Neo4j |
final class GraphMeters {

    private GraphMeters() {}

    static DistributionSummary entities(MeterRegistry meters) {
        return DistributionSummary.builder("memlog.graph.entities")
                .publishPercentileHistogram()
                .minimumExpectedValue(1.0)
                .maximumExpectedValue(2_000.0)
                .register(meters);
    }

    static Timer write(MeterRegistry meters, String operation) {
        return timer("memlog.graph.write.duration").tag("operation", operation).register(meters);
    }

    private static Timer search(MeterRegistry meters, String kind, String outcome) {
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

    /// Times the searches of one kind by their outcome.
    record SearchTimer(Timer answered, Timer failed) {

        static SearchTimer of(MeterRegistry meters, String kind) {
            return new SearchTimer(search(meters, kind, "answered"), search(meters, kind, "failed"));
        }

        <T> T time(Supplier<T> search) {
            var started = Timer.start();
            var outcome = failed;
            try {
                var result = search.get();
                outcome = answered;
                return result;
            } finally {
                started.stop(outcome);
            }
        }
    }
}
