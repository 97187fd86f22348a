package io.memlog.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.Answer;
import io.memlog.api.RunningService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A service with small limits.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LimitsIT {

    private static final String ADMIN = "mlk_" + "d".repeat(43);
    private static final String LOG = """
            {"task":"t","user_id":"%s","project_id":"p","raw_data":{"a":"%s"}}""";

    private RunningService service;

    @BeforeAll
    void start() {
        service = RunningService.isolated(
                "--memlog.security.admin-key=" + ADMIN,
                "--memlog.limits.requests-per-second=20",
                "--memlog.limits.max-bodies-in-flight=300KB",
                "--memlog.limits.max-waiting=4",
                "--memlog.limits.failed-authentications-per-second=5",
                "--memlog.limits.body-timeout=2s",
                "--memlog.limits.max-memories=3",
                "--memlog.limits.max-memory-bytes=100KB");
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void a_key_that_calls_too_often_is_told_to_wait_and_others_go_on() throws Exception {
        var busy = key("busy");
        var calm = key("calm");
        List<Callable<Answer>> calls = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            calls.add(() -> send("GET", "/memory-logs?user_id=u&project_id=p", null, busy));
        }

        List<Answer> answers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }

        var refused = answers.stream().filter(answer -> answer.status() == 429).toList();
        assertThat(refused).isNotEmpty();
        assertThat(refused.getFirst().header("Retry-After")).isEqualTo("1");
        assertThat(refused.getFirst().header("RateLimit")).contains("r=0");
        assertThat(refused.getFirst().json().get("type").stringValue()).isEqualTo("urn:memlog:problem:rate-limited");
        assertThat(answers.stream().filter(answer -> answer.status() == 200)).isNotEmpty();
        assertThat(send("GET", "/memory-logs?user_id=u&project_id=p", null, calm)
                        .status())
                .isEqualTo(200);
        await().until(() ->
                send("GET", "/memory-logs?user_id=u&project_id=p", null, busy).status() == 200);
    }

    @Test
    void an_address_that_guesses_keys_is_told_to_wait_and_known_keys_go_on() {
        var known = key("known");
        assertThat(send("GET", "/memory-logs?user_id=u&project_id=p", null, known)
                        .status())
                .isEqualTo(200);

        List<Answer> answers = new ArrayList<>();
        for (int i = 100; i < 200; i++) {
            answers.add(send("GET", "/memory-logs?user_id=u&project_id=p", null, "mlk_" + "g".repeat(40) + i));
        }
        var served = send("GET", "/memory-logs?user_id=u&project_id=p", null, known);

        var refused = answers.stream().filter(answer -> answer.status() == 429).toList();
        assertThat(refused).isNotEmpty();
        assertThat(refused.getFirst().json().get("type").stringValue()).isEqualTo("urn:memlog:problem:rate-limited");
        assertThat(refused.getFirst().header("Retry-After")).isEqualTo("1");
        assertThat(answers).extracting(Answer::status).containsOnly(401, 429);
        assertThat(served.status()).isEqualTo(200);
        await().until(() -> send("GET", "/jobs", null, "mlk_" + "h".repeat(43)).status() == 401);
    }

    @Test
    void a_tenant_that_is_full_stores_no_more_and_others_do() {
        var key = key("quota");
        await().until(() ->
                send("POST", "/memory-logs", LOG.formatted("full", "x"), key).status() == 429);

        var refused = send("POST", "/memory-logs", LOG.formatted("full", "x"), key);
        var batch = send(
                "POST",
                "/memory-logs/batch",
                "{\"items\":[" + LOG.formatted("full", "x") + "," + LOG.formatted("other", "x") + "]}",
                key);

        assertThat(refused.json().get("type").stringValue()).isEqualTo("urn:memlog:problem:quota-exceeded");
        assertThat(refused.header("Retry-After")).isNotEmpty();
        assertThat(batch.json().at("/results/0/status").intValue()).isEqualTo(429);
        assertThat(batch.json().at("/results/1/status").intValue()).isEqualTo(201);
    }

    @Test
    void a_change_that_enlarges_a_memory_log_needs_room_and_one_that_makes_it_smaller_does_not() {
        var key = key("changes");
        var first = stored(LOG.formatted("changing", random(60_000)), key);
        var second = stored(LOG.formatted("changing", random(60_001)), key);
        var length = new AtomicInteger(61_000);
        await().until(() ->
                send("PUT", "/memory-logs/" + first, LOG.formatted("changing", random(length.incrementAndGet())), key)
                                .status()
                        == 429);

        var larger = send("PATCH", "/memory-logs/" + first, "{\"agent\":\"an agent\"}", key);
        var smaller = send("PUT", "/memory-logs/" + first, LOG.formatted("changing", random(59_000)), key);
        var event = send("POST", "/events", event("e1", "changing", "x"), key);

        assertThat(larger.json().get("type").stringValue()).isEqualTo("urn:memlog:problem:quota-exceeded");
        assertThat(smaller.status()).isEqualTo(200);
        assertThat(event.json().get("type").stringValue()).isEqualTo("urn:memlog:problem:quota-exceeded");
        assertThat(send("DELETE", "/memory-logs/" + second, null, key).status()).isEqualTo(204);
        await().until(() -> send("PATCH", "/memory-logs/" + first, "{\"agent\":\"an agent\"}", key)
                        .status()
                == 200);
    }

    @Test
    void the_events_of_agents_count_among_the_bytes_of_their_user_and_project() {
        var key = key("events");
        assertThat(send("POST", "/events", event("full", "talkative", "x".repeat(110_000)), key)
                        .status())
                .isEqualTo(201);
        var number = new AtomicInteger();
        await().until(() -> send("POST", "/events", event("one-" + number.incrementAndGet(), "talkative", "x"), key)
                        .status()
                == 429);

        var batch = send(
                "POST",
                "/events",
                "[" + event("more", "talkative", "x") + "," + event("more", "quiet", "x") + "]",
                key);
        var memory = send("POST", "/memory-logs", LOG.formatted("talkative", "x"), key);

        assertThat(batch.json().at("/results/0/problem/type").stringValue())
                .isEqualTo("urn:memlog:problem:quota-exceeded");
        assertThat(batch.json().at("/results/1/position").isNumber()).isTrue();
        assertThat(memory.status()).isEqualTo(429);
        assertThat(send("POST", "/events", event("full", "talkative", "x".repeat(110_000)), key)
                        .json()
                        .at("/results/0/duplicate")
                        .booleanValue())
                .isTrue();
    }

    @Test
    void text_of_the_same_length_that_takes_more_room_needs_room() {
        var key = key("compressed");
        var compressed = stored(LOG.formatted("compressing", "0".repeat(60_000)), key);
        stored(LOG.formatted("compressing", random(60_000)), key);
        stored(LOG.formatted("compressing", random(59_999)), key);
        var length = new AtomicInteger(40);
        await().until(() -> send(
                                "PATCH",
                                "/memory-logs/" + compressed,
                                "{\"agent\":\"" + random(length.incrementAndGet()) + "\"}",
                                key)
                        .status()
                == 429);

        var larger = send("PUT", "/memory-logs/" + compressed, LOG.formatted("compressing", random(60_000)), key);

        assertThat(larger.json().get("type").stringValue()).isEqualTo("urn:memlog:problem:quota-exceeded");
    }

    @Test
    void bodies_that_do_not_fit_together_are_busy_and_leave_room_afterwards() throws IOException {
        var large = LOG.formatted("large", "x".repeat(200_000));
        try (var half =
                new Socket(InetAddress.getLoopbackAddress(), service.uri("/").getPort())) {
            half.getOutputStream().write(request(large).substring(0, 190_000).getBytes(StandardCharsets.US_ASCII));

            await().until(() -> send("POST", "/memory-logs", large, ADMIN).status() == 503);
            var refused = send("POST", "/memory-logs", large, ADMIN);
            assertThat(refused.json().get("type").stringValue()).isEqualTo("urn:memlog:problem:busy");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
        }
        await().until(() -> send("POST", "/memory-logs", large, ADMIN).status() == 201);
    }

    @Test
    void the_bodies_of_one_caller_leave_room_for_those_of_another() throws IOException {
        var other = key("other bodies");
        var half = LOG.formatted("greedy", "x".repeat(100_000));
        try (var first = new Socket(
                        InetAddress.getLoopbackAddress(), service.uri("/").getPort());
                var second = new Socket(
                        InetAddress.getLoopbackAddress(), service.uri("/").getPort())) {
            for (var socket : List.of(first, second)) {
                socket.getOutputStream()
                        .write(request(half).substring(0, 70_000).getBytes(StandardCharsets.US_ASCII));
            }

            await().until(() -> send("POST", "/memory-logs", half, ADMIN).status() == 503);
            var refused = send("POST", "/memory-logs", half, ADMIN);
            var stored = send("POST", "/memory-logs", LOG.formatted("served", "x".repeat(100_000)), other);

            assertThat(refused.json().get("detail").stringValue())
                    .contains("of this caller")
                    .contains("its half");
            assertThat(stored.status()).isEqualTo(201);
        }
        await().until(() -> send("POST", "/memory-logs", half, ADMIN).status() == 201);
    }

    @Test
    void requests_that_wait_are_limited_per_caller_and_in_all() {
        var first = key("waits first");
        var second = key("waits second");
        var third = key("waits third");
        var memory = send("POST", "/memory-logs", LOG.formatted("awaited", "x"), first)
                .id();
        var path = "/memory-logs/" + memory + "/status?wait_for=vector&timeout_ms=";
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                for (int i = 0; i < 2; i++) {
                    threads.execute(() -> waitUntilStored(path, first));
                }
                await().until(() -> send("GET", path + 1, null, first).status() == 503);
                var refused = send("GET", path + 1, null, first);
                var search = send("POST", "/memory-logs/search", """
                        {"query":"q","user_id":"awaited","project_id":"p","wait_for":[%s]}""".formatted(memory), first);
                var served = send("GET", path + 1, null, second);
                for (int i = 0; i < 2; i++) {
                    threads.execute(() -> waitUntilStored(path, second));
                }
                await().until(() -> send("GET", path + 1, null, third).status() == 503);

                assertThat(refused.json().get("type").stringValue()).isEqualTo("urn:memlog:problem:busy");
                assertThat(refused.json().get("detail").stringValue())
                        .contains("its half of memlog.limits.max-waiting");
                assertThat(refused.header("Retry-After")).isEqualTo("1");
                assertThat(search.status()).isEqualTo(503);
                assertThat(served.status()).isEqualTo(200);
                assertThat(send("GET", path + 1, null, third)
                                .json()
                                .get("detail")
                                .stringValue())
                        .isEqualTo("other requests fill memlog.limits.max-waiting");
                assertThat(send("GET", "/memory-logs/" + memory + "/status", null, third)
                                .status())
                        .isEqualTo(200);
            } finally {
                service.bean(DSLContext.class)
                        .execute("INSERT INTO projection_state VALUES (?, 'vector', 1, 'stored', now())", memory);
            }
        }
    }

    /// Asks again where the requests that look for a free place have taken the last one at this moment.
    private void waitUntilStored(String path, String key) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> send("GET", path + 60_000, null, key).status() != 503);
    }

    @Test
    void a_body_that_does_not_arrive_in_time_is_given_up() throws IOException {
        var text = request(LOG.formatted("slow", "x"));
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), service.uri("/").getPort())) {
            socket.setSoTimeout(20_000);
            var out = socket.getOutputStream();
            var begin = text.length() - 60;
            out.write(text.substring(0, begin).getBytes(StandardCharsets.US_ASCII));
            var answer = new StringBuilder();
            var at = new int[] {begin};
            await().until(() -> {
                if (at[0] < text.length() - 1) {
                    out.write(text.charAt(at[0]++));
                    out.flush();
                }
                while (socket.getInputStream().available() > 0) {
                    answer.append((char) socket.getInputStream().read());
                }
                return answer.toString().contains("body-timeout");
            });
            assertThat(answer.toString()).startsWith("HTTP/1.1 408");
        }
    }

    @ParameterizedTest
    @CsvSource({"POST /nothing, true, 404", "POST /memory-logs, false, 401", "GET /openapi, false, 200"})
    void a_body_that_is_not_read_does_not_hold_the_connection(String line, boolean withKey, int status)
            throws IOException {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), service.uri("/").getPort())) {
            socket.setSoTimeout(20_000);
            var out = socket.getOutputStream();
            out.write((line
                            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 250000\r\n"
                            + (withKey ? "Authorization: Bearer " + ADMIN + "\r\n" : "")
                            + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));

            var begin = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);

            assertThat(begin).isEqualTo("HTTP/1.1 " + status);
            await().until(() -> {
                try {
                    out.write(' ');
                    return false;
                } catch (IOException e) {
                    return true;
                }
            });
        }
    }

    private static String event(String id, String user, String data) {
        return """
                {"event_id":"%s","event_type":"t","timestamp":"2026-01-01T00:00:00Z","user_id":"%s","project_id":"p",\
                "data":"%s"}""".formatted(id, user, data);
    }

    /// Text that PostgreSQL cannot compress much.
    private static String random(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes).substring(0, length);
    }

    private String request(String body) {
        return "POST /memory-logs HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + ADMIN
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /// The bodies of another test may still be in flight.
    private long stored(String body, String key) {
        var made = new Answer[1];
        await().untilAsserted(() -> {
            made[0] = send("POST", "/memory-logs", body, key);
            assertThat(made[0].status()).as(made[0].body()).isEqualTo(201);
        });
        return made[0].id();
    }

    /// The administrator's calls are limited, too.
    private String key(String name) {
        var made = new Answer[1];
        await().until(() -> {
            made[0] = send("POST", "/keys", "{\"name\":\"" + name + "\",\"role\":\"ingest\"}", ADMIN);
            return made[0].status() == 201;
        });
        return made[0].json().get("secret").stringValue();
    }

    private Answer send(String method, String path, @Nullable String body, String key) {
        return service.send(method, path, body, "Authorization", "Bearer " + key);
    }
}
