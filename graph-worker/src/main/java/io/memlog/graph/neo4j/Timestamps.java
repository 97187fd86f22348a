package io.memlog.graph.neo4j;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Times as texts of equal length whose order is that of the times, for Lucene and Cypher alike.
final class Timestamps {

    private static final Instant YEAR_ONE = Instant.parse("0001-01-01T00:00:00Z");

    private Timestamps() {}

    /// Microseconds since the year 1; nothing is dated earlier.
    static String text(Instant time) {
        return "%020d".formatted(Math.max(0, ChronoUnit.MICROS.between(YEAR_ONE, time)));
    }
}
