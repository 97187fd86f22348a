package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The figures of the pipeline with real workers, against what each memory's status says.
class PipelineFiguresIT {

    private static final int MEMORIES = 200;

    @TempDir
    Path data;

    @Test
    void percentiles_of_real_workers_agree_with_the_states_of_the_memories() throws Exception {
        try (var system = WholeSystem.start(data)) {
            var client = system.client();
            List<Long> stored = new ArrayList<>();
            for (int i = 0; i < MEMORIES; i++) {
                stored.add(client.remembered("case " + i, "finding " + i));
            }
            for (var projection : List.of("vector", "graph")) {
                Map<Instant, List<Long>> measured = new TreeMap<>();
                for (var memory : stored) {
                    var state = Client.json(client.get("/memory-logs/" + memory + "/status?wait_for=" + projection))
                            .get(projection);
                    assertThat(state.get("state").stringValue()).isEqualTo("stored");
                    var minute = Instant.parse(state.get("at").stringValue()).truncatedTo(ChronoUnit.MINUTES);
                    measured.computeIfAbsent(minute, _ -> new ArrayList<>())
                            .add(state.get("milliseconds").longValue());
                }

                await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                    var report = Client.json(client.get("/status/pipeline"));
                    assertThat(report.get("complete").booleanValue()).isTrue();
                    measured.forEach((minute, all) -> assertAgree(figures(report, minute, projection), all));
                });
            }
            assertThat(Client.json(client.get("/status"))
                            .at("/pipeline/overdue")
                            .toString())
                    .isEqualTo("{\"vector\":0,\"graph\":0}");
        }
    }

    private static JsonNode figures(JsonNode report, Instant minute, String projection) {
        return StreamSupport.stream(report.get("minutes").spliterator(), false)
                .filter(each -> Instant.parse(each.get("minute").stringValue()).equals(minute))
                .findFirst()
                .orElseThrow()
                .at("/projections/" + projection);
    }

    private static void assertAgree(JsonNode figures, List<Long> measured) {
        assertThat(figures.get("stored").intValue()).isEqualTo(measured.size());
        var sorted = measured.stream().sorted().toList();
        for (var percent : List.of(50, 95, 99)) {
            var exact = (double) sorted.get((int) Math.ceil(sorted.size() * percent / 100.0) - 1);
            // A status has whole milliseconds.
            assertThat(figures.get("p" + percent + "_ms").doubleValue())
                    .as("p" + percent)
                    .isCloseTo(exact, within(exact * 0.05 + 1));
        }
    }
}
