package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.eventstore.EventStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole system on embedded servers, with a collector that takes its traces.
class EndToEndIT extends EndToEndContract {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String EXPORT = "management.opentelemetry.tracing.export.";

    private static final String SENT = "api-service: http post /memory-logs > api-service: send memory-log-events > ";

    @TempDir
    static Path data;

    static SpanCollector collector;
    static WholeSystem system;

    @BeforeAll
    static void start() throws IOException {
        collector = new SpanCollector();
        system = WholeSystem.start(
                data, Map.of(EXPORT + "otlp.endpoint", collector.url(), EXPORT + "schedule-delay", "100ms"));
    }

    @AfterAll
    static void stop() {
        system.close();
        collector.close();
    }

    @Override
    Client client() {
        return system.client();
    }

    @Test
    void one_trace_leads_from_the_request_to_both_stores_and_back() throws Exception {
        var memory = system.client().remembered("traced", "The lamp is trimmed at dusk");
        var trace = traceOf(memory);

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(chains(collector.spansOf(trace)))
                                .containsExactlyInAnyOrder(
                                        "api-service: http post /memory-logs",
                                        "api-service: http post /memory-logs > api-service: send memory-log-events",
                                        SENT + "embedding-worker: process memory-log-events",
                                        SENT
                                                + "embedding-worker: process memory-log-events > embedding-worker: write vector",
                                        SENT
                                                + "embedding-worker: process memory-log-events > api-service: process memory-log-progress",
                                        SENT + "graph-worker: process memory-log-events",
                                        SENT + "graph-worker: process memory-log-events > graph-worker: write graph",
                                        SENT
                                                + "graph-worker: process memory-log-events > api-service: process memory-log-progress"));
        assertThat(collector.spansOf(trace))
                .filteredOn(span -> span.span().getName().contains("memory-log-"))
                .allSatisfy(
                        span -> assertThat(span.attribute("memlog.memory_id")).isEqualTo(Long.toString(memory)));
    }

    @Test
    void a_replay_of_a_dead_letter_is_a_trace_that_links_to_the_first_one() throws Exception {
        var memory = system.client().remembered("poisoned", "The well was poisoned");
        assertThat(system.client().states(memory, PATIENCE)).containsOnly("stored");
        var log = JsonLog.of("io.memlog.consumer.processing.OutcomePublisher");
        try (var topics = new BuriedEvents(system.kafka())) {
            topics.spoil(topics.firstOf(memory), new byte[] {'{'});
            topics.flush();
        }
        var operator = new Operator(system.client());
        var letter = operator.awaitLetters("consumer=vector&memory_id=" + memory, 1)
                .get(0)
                .path("id")
                .stringValue();

        operator.replayed(letter);
        operator.replayed(letter);

        var first = traceOf(memory);
        await().atMost(PATIENCE).untilAsserted(() -> {
            var replays = collector.spans().stream()
                    .filter(span -> span.title().equals("api-service: send memory-log-events-vector-replay"))
                    .toList();
            assertThat(replays)
                    .hasSize(2)
                    .allSatisfy(replay -> {
                        assertThat(replay.links()).containsExactly(first);
                        assertThat(collector.spansOf(replay.trace()))
                                .extracting(SpanCollector.Received::title)
                                .contains(
                                        "embedding-worker: process memory-log-events-vector-replay",
                                        "api-service: process memory-log-progress");
                    })
                    .extracting(SpanCollector.Received::trace)
                    .doesNotHaveDuplicates()
                    .doesNotContain(first);
        });
        assertThat(collector.spansOf(first))
                .filteredOn(span -> span.attribute("memlog.outcome").equals("dead_letter"))
                .extracting(span -> span.attribute("error.type"))
                .containsOnly("undecodable");
        assertThat(log.lines())
                .filteredOn(line -> line.path("traceId").asString("").equals(first))
                .isNotEmpty()
                .allSatisfy(line -> {
                    assertThat(line.path("memory_id").asString()).isEqualTo(Long.toString(memory));
                    assertThat(line.path("spanId").asString()).isNotEmpty();
                });
    }

    @Test
    void only_the_requests_of_clients_and_replays_begin_a_trace() throws Exception {
        system.client().get("/actuator/health/readiness");
        system.client().search("what begins a trace");
        var request = system.client().get("/status");

        assertThat(request.statusCode()).isEqualTo(200);
        await().atMost(PATIENCE)
                .until(() -> collector.spans().stream()
                        .anyMatch(span -> span.title().equals("api-service: http get /status")));
        assertThat(collector.spans())
                .filteredOn(span -> span.parent().isEmpty())
                .extracting(span -> span.span().getName())
                .allMatch(name -> name.startsWith("http ") || name.startsWith("send "))
                .noneMatch(name -> name.contains("/actuator") || name.contains("/internal"));
    }

    @Test
    void the_worker_has_no_database_although_it_shares_the_classpath() {
        var worker = system.worker().context();

        assertThat(worker.getBeanNamesForType(DataSource.class)).isEmpty();
        assertThat(worker.getBeanNamesForType(EventStore.class)).isEmpty();
    }

    /// The trace of the request that stored the memory.
    private static String traceOf(long memory) throws IOException, InterruptedException {
        return Client.json(system.client().get("/memory-logs/" + memory + "/timeline"))
                .at("/items/0/trace_id")
                .stringValue();
    }

    /// Each span behind those that it descends from.
    private static Set<String> chains(List<SpanCollector.Received> spans) {
        var byId = spans.stream().collect(Collectors.toMap(SpanCollector.Received::id, span -> span));
        return spans.stream().map(span -> chain(span, byId)).collect(Collectors.toSet());
    }

    private static String chain(SpanCollector.Received span, Map<String, SpanCollector.Received> byId) {
        var parent = byId.get(span.parent());
        return parent == null ? span.title() : chain(parent, byId) + " > " + span.title();
    }
}
