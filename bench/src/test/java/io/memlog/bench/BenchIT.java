package io.memlog.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.bench.report.Deviations;
import io.memlog.bench.report.Measurement;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchIT {

    private static final Duration STEP = Duration.ofMillis(200);
    private static final Sizes TINY =
            new Sizes(STEP, STEP, List.of(1, 8), List.of(50), 500, 20, List.of(10), 5, List.of(100));

    @Test
    void what_is_acknowledged_is_published_once_and_nothing_is_left_behind(@TempDir Path output) throws Exception {
        var options = Options.parse(List.of("ingest", "relay", "--short", "--output", output.toString()));
        var progress = new PrintStream(System.err);
        try (var bench = new Bench(options, TINY, Path.of(".."), progress)) {

            var measurements = bench.run("bench").measurements();

            assertThat(measurements).extracting(Measurement::count).allMatch(count -> count > 0);
            assertThat(measurements)
                    .extracting(Measurement::deviations)
                    .allMatch(deviations -> deviations == null || deviations.equals(new Deviations(0, 0, 0, 0)));
            var answered = measurements.stream()
                    .filter(one -> one.subject().equals(Measurement.MEMLOG)
                            && one.part().equals("ingest"))
                    .mapToLong(Measurement::count)
                    .sum();
            assertThat(measurements)
                    .filteredOn(one -> one.scenario().equals("events of all answers"))
                    .singleElement()
                    .satisfies(one -> assertThat(one.count()).isGreaterThanOrEqualTo(answered));
            assertThat(measurements)
                    .filteredOn(one -> one.scenario().startsWith("drain"))
                    .extracting(Measurement::count)
                    .containsOnly(500L);
        }
        assertThat(output)
                .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("data"));
    }
}
