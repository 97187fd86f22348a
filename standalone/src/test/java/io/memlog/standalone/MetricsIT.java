package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.tracing.Traces;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The meters of a running system against those that the documentation, the dashboards and the alerts name.
class MetricsIT {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
    private static final Pattern DOCUMENTED = Pattern.compile("`(memlog_[a-z_]+)(?:\\{[^}]*})?`");
    private static final Pattern METER = Pattern.compile("\\b(?:memlog|jvm|process|hikaricp|http|disk)_[a-z_]+\\b");
    private static final Pattern EXPRESSION = Pattern.compile("\"?expr\"?: (.*)");
    private static final Pattern PART = Pattern.compile("_(count|sum|bucket|max)$");

    /// Meters of a provider of embeddings over HTTP, which this system does not use, and of what did not happen in it.
    private static final Set<String> NOT_HERE = Set.of(
            "memlog_embedding_requests_seconds",
            "memlog_embedding_tokens_total",
            "memlog_embedding_rate_limit_waits_seconds");

    @TempDir
    static Path data;

    private static WholeSystem system;
    private static Set<String> meters;

    @BeforeAll
    static void start() throws Exception {
        system = WholeSystem.start(data);
        var client = system.client();
        var memory = client.remembered("tea", "Sencha is steeped at 70 degrees");
        var item = Map.of("task", "t", "user_id", Client.USER, "project_id", Client.PROJECT, "raw_data", Map.of());
        client.post("/memory-logs/batch", Map.of("items", List.of(item)));
        assertThat(client.states(memory, Duration.ofSeconds(30))).containsOnly("stored");
        client.search("how hot is the water");
        client.post("/sync", Map.of("operation", "check"));
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> Client.json(client.get("/jobs"))
                                .at("/items/0/state")
                                .asString(""),
                        "completed"::equals);
        meters = new TreeSet<>();
        meters.addAll(scrape(system.ports().getFirst()));
        var token = "Bearer " + system.passwords().of("workers.api-service");
        for (var port : system.ports().subList(1, 3)) {
            meters.addAll(scrape(port, "Authorization", token));
        }
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @Test
    void every_meter_of_memlog_is_documented_and_every_documented_one_exists() throws IOException {
        var documented = documented();
        var served = meters.stream().filter(name -> name.startsWith("memlog_")).toList();

        assertThat(served)
                .isNotEmpty()
                .filteredOn(name -> !documented.contains(name))
                .isEmpty();
        assertThat(documented)
                .filteredOn(name -> !served.contains(name) && !NOT_HERE.contains(name))
                .isEmpty();
    }

    @Test
    void every_panel_and_every_alert_asks_for_a_meter_that_exists() throws IOException {
        try (var dashboards = Files.list(PROJECT.resolve("deploy/grafana/dashboards"))) {
            var files = Stream.concat(dashboards, Stream.of(PROJECT.resolve("deploy/alerts.yml")))
                    .toList();

            assertThat(files)
                    .hasSize(5)
                    .allSatisfy(file -> assertThat(asked(file))
                            .isNotEmpty()
                            .filteredOn(name -> !meters.contains(name)
                                    && !meters.contains(PART.matcher(name).replaceFirst("")))
                            .isEmpty());
        }
    }

    @Test
    void without_a_collector_no_application_makes_or_exports_spans() {
        for (var application : system.applications()) {
            var context = application.context();
            assertThat(context.getBean(Traces.class)).isSameAs(Traces.OFF);
            assertThat(context.getBeanNamesForType(Tracer.class)).isEmpty();
            assertThat(context.getBeanNamesForType(SpanExporter.class)).isEmpty();
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .contains("outbox-relay")
                .noneMatch(name -> name.startsWith("BatchSpanProcessor"));
    }

    private static Set<String> documented() throws IOException {
        return DOCUMENTED
                .matcher(Files.readString(PROJECT.resolve("docs/operations/metrics.md")))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> asked(Path file) throws IOException {
        return EXPRESSION
                .matcher(Files.readString(file))
                .results()
                .map(match -> match.group(1))
                .flatMap(expression -> METER.matcher(expression).results())
                .map(MatchResult::group)
                .distinct()
                .toList();
    }

    private static List<String> scrape(int port, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (var http = HttpClient.newHttpClient()) {
            var body = http.send(request.build(), BodyHandlers.ofString()).body();
            return TYPE.matcher(body)
                    .results()
                    .map(match -> match.group(1))
                    .filter(name -> !name.endsWith("_max"))
                    .toList();
        }
    }
}
