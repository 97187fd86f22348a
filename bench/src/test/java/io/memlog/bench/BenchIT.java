package io.memlog.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchIT {

    private static final Duration STEP = Duration.ofMillis(200);
    private static final Sizes TINY =
            new Sizes(STEP, STEP, List.of(1, 8), List.of(50), 500, 20, List.of(10), 5, 5, List.of(100));

    @Test
    void what_is_acknowledged_is_published_once_and_nothing_is_left_behind(@TempDir Path output) throws Exception {
        var system = new MemlogSystem(output, Path.of(".."), System.err::println);
        try (system) {

            var measurements = Bench.measure(List.of(Part.INGEST, Part.RELAY), TINY, system);

            assertThat(measurements).extracting(one -> one.outcome().count()).allMatch(count -> count > 0);
            assertThat(measurements)
                    .extracting(one -> one.outcome().deviations())
                    .allMatch(
                            deviations -> deviations == null || deviations.equals(new Outcome.Deviations(0, 0, 0, 0)));
            var answered = measurements.stream()
                    .filter(one -> one.subject().equals(Measurement.MEMLOG)
                            && one.part().equals("ingest"))
                    .mapToLong(one -> one.outcome().count())
                    .sum();
            assertThat(measurements)
                    .filteredOn(one -> one.scenario().equals("events of all answers"))
                    .singleElement()
                    .satisfies(one -> assertThat(one.outcome().count()).isGreaterThanOrEqualTo(answered));
            assertThat(measurements)
                    .filteredOn(one -> one.scenario().startsWith("drain"))
                    .extracting(one -> one.outcome().count())
                    .containsOnly(500L);
        }
        assertThat(output)
                .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("data"));
    }
}
