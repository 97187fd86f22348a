package io.memlog.api.operations.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.memlog.api.RunningService;
import io.memlog.schemas.event.ProjectionStored;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.message.EventMessage;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/// The figures on a real Kafka, with reports that the test writes as a worker does.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PipelineIT {

    private static final String TOKEN = "t".repeat(32);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Random random = new Random(7);
    private RunningService service;
    private KafkaProducer<byte[], byte[]> worker;

    @BeforeAll
    void start() {
        service =
                RunningService.isolated(Stream.concat(Stream.of("--memlog.http.internal-token=" + TOKEN), atFreePort())
                        .toArray(String[]::new));
        worker = new KafkaProducer<>(
                Map.of("bootstrap.servers", service.kafka()), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterAll
    void stop() {
        worker.close();
        service.close();
    }

    @Test
    void percentiles_agree_with_those_measured_from_outside_and_outlive_another_instance_and_a_lost_state()
            throws Exception {
        Map<Instant, List<Double>> latencies = new HashMap<>();
        Map<Long, Instant> reports = new LinkedHashMap<>();
        for (int i = 0; i < 300; i++) {
            var stored = store("measured");
            var latency = Duration.ofMillis(20 + random.nextInt(400));
            var storedAt = stored.committed().plus(latency);
            reports.put(stored.id(), storedAt);
            latencies
                    .computeIfAbsent(storedAt.truncatedTo(ChronoUnit.MINUTES), _ -> new ArrayList<>())
                    .add(latency.toMillis() * 1.0);
        }
        var last = Collections.max(reports.values());
        await().until(() -> Instant.now().isAfter(last));
        for (int repeated = 0; repeated < 2; repeated++) {
            reports.forEach((memory, at) -> report(Projection.VECTOR, memory, at));
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            var report = pipeline(service.uri(""));
            assertThat(sum(report, "accepted")).isEqualTo(300);
            assertThat(sum(report, "stored")).isEqualTo(300);
            assertThat(report.get("complete").booleanValue()).isTrue();
        });

        var report = pipeline(service.uri(""));
        assertPercentiles(report, latencies);

        try (var other = another()) {
            awaitBoth(other);
            assertThat(figures(pipeline(url(other)))).isEqualTo(figures(report));
            assertThat(figures(pipeline(service.uri("")))).isEqualTo(figures(report));
        }
        await().atMost(PATIENCE)
                .until(() -> pipeline(service.uri("")).get("complete").booleanValue());
        assertThat(figures(pipeline(service.uri("")))).isEqualTo(figures(report));
    }

    @Test
    void an_instance_that_cannot_be_reached_is_named_and_the_answer_says_that_it_is_partial() throws Exception {
        try (var other = another("--memlog.http.internal-token=" + "x".repeat(32))) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                var answer = pipeline(url(other));
                assertThat(answer.get("complete").booleanValue()).isFalse();
                assertThat(answer.get("missing").toString())
                        .isEqualTo("[\"127.0.0.1:" + service.uri("").getPort() + " answers with the status 401\"]");
            });
        }
        await().atMost(PATIENCE)
                .until(() -> pipeline(service.uri("")).get("complete").booleanValue());
    }

    @Test
    void without_kafka_the_answer_comes_in_time_and_the_service_stays_ready() throws Exception {
        await().atMost(PATIENCE)
                .until(() -> pipeline(service.uri("")).get("complete").booleanValue());

        service.withoutKafka(() -> {
            assertThat(service.get("/status/pipeline").status()).isEqualTo(200);
            assertThat(service.get("/actuator/health/readiness").status()).isEqualTo(200);
        });

        var stored = store("after");
        report(Projection.VECTOR, stored.id(), stored.committed().plusMillis(10));
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(sum(pipeline(service.uri("")), "stored")).isPositive());
    }

    private void awaitBoth(ConfigurableApplicationContext other) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(pipeline(url(other)).get("missing")).isEmpty();
            assertThat(pipeline(service.uri("")).get("missing")).isEmpty();
        });
    }

    private ConfigurableApplicationContext another(String... settings) {
        return service.another(
                List.of(), Stream.concat(Stream.of(settings), atFreePort()).toArray(String[]::new));
    }

    private static Stream<String> atFreePort() {
        try (var socket = new ServerSocket(0)) {
            var port = socket.getLocalPort();
            return Stream.of("--server.port=" + port, "--memlog.pipeline.application-server=http://127.0.0.1:" + port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertPercentiles(JsonNode report, Map<Instant, List<Double>> latencies) {
        latencies.forEach((minute, measured) -> {
            var figures = StreamSupport.stream(report.get("minutes").spliterator(), false)
                    .filter(each ->
                            Instant.parse(each.get("minute").stringValue()).equals(minute))
                    .findFirst()
                    .orElseThrow()
                    .at("/projections/vector");
            var sorted = measured.stream().sorted().toList();
            assertThat(figures.get("stored").intValue()).isEqualTo(sorted.size());
            for (var percent : List.of(50, 95, 99)) {
                var exact = sorted.get((int) Math.ceil(sorted.size() * percent / 100.0) - 1);
                assertThat(figures.get("p" + percent + "_ms").doubleValue()).isCloseTo(exact, within(exact * 0.05));
            }
        });
    }

    private record Stored(long id, Instant committed) {}

    private Stored store(String user) {
        var stored = service.post(
                "/memory-logs", "{\"task\":\"t\",\"user_id\":\"" + user + "\",\"project_id\":\"p\",\"raw_data\":{}}");
        return new Stored(
                stored.id(), Instant.parse(stored.json().get("created_at").stringValue()));
    }

    private void report(Projection projection, long memory, Instant at) {
        var event = new ProjectionStored(
                projection, new MemoryKey(new MemoryId(memory), new Tenant("measured", "p")), 1, at);
        var message = EventMessage.of(event.type() + "/" + memory + "/1", "/memlog/test", at, event);
        var record = new ProducerRecord<>(
                Topic.PROGRESS.name(),
                message.key().getBytes(UTF_8),
                message.data().getBytes(UTF_8));
        message.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        var _ = worker.send(record);
    }

    private static int sum(JsonNode report, String figure) {
        int sum = 0;
        for (var minute : report.get("minutes")) {
            sum += figure.equals("accepted")
                    ? minute.get(figure).intValue()
                    : minute.at("/projections/vector/" + figure).intValue();
        }
        return sum;
    }

    private static List<String> figures(JsonNode report) {
        List<String> figures = new ArrayList<>();
        report.get("minutes").forEach(minute -> {
            if (minute.get("accepted").intValue() > 0
                    || minute.at("/projections/vector/stored").intValue() > 0) {
                figures.add(minute.get("minute") + " " + minute.get("accepted") + " "
                        + minute.at("/projections/vector/stored") + " "
                        + minute.at("/projections/vector/p50_ms") + " "
                        + minute.at("/projections/vector/p99_ms"));
            }
        });
        return figures;
    }

    private static URI url(ConfigurableApplicationContext instance) {
        return URI.create("http://127.0.0.1:" + instance.getEnvironment().getProperty("local.server.port"));
    }

    private static JsonNode pipeline(URI instance) throws Exception {
        var request =
                HttpRequest.newBuilder(instance.resolve("/status/pipeline")).build();
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return Json.mapper().readTree(answer.body());
        }
    }
}
