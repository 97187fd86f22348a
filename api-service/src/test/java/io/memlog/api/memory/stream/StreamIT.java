package io.memlog.api.memory.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.RunningService;
import io.memlog.eventstore.Checkpoint;
import io.memlog.eventstore.Position;
import io.memlog.schemas.json.Json;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/// Live updates over real sockets.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger USERS = new AtomicInteger();

    private final HttpClient http = HttpClient.newHttpClient();
    private RunningService service;

    @BeforeAll
    void start() {
        service = RunningService.isolated(
                "--memlog.stream.max-duration=10m",
                "--memlog.stream.buffer-size=200",
                "--memlog.stream.heartbeat=300ms",
                "--memlog.stream.max-streams=1005",
                "--server.tomcat.connection-timeout=2s");
    }

    @AfterEach
    void everyone_has_gone() {
        await().atMost(PATIENCE).until(() -> clients() == 0);
    }

    @AfterAll
    void stop() {
        http.close();
        service.close();
    }

    @Test
    void a_change_arrives_with_what_the_contract_says() {
        var user = user();
        try (var client = follow("?user_id=" + user, null)) {
            var stored = store(user, 1).getFirst();
            service.patch("/memory-logs/" + stored, "{\"agent\":\"a\"}");
            service.delete("/memory-logs/" + stored);

            await().until(() -> client.changes().size() == 3);
            assertThat(client.changes().getFirst().propertyNames())
                    .containsExactly("memory_log_id", "version", "type", "at", "user_id", "project_id");
            assertThat(client.changes().stream()
                            .map(change -> change.get("type").stringValue() + " " + change.get("version")))
                    .containsExactly("memory_log.stored 1", "memory_log.updated 2", "memory_log.deleted 3");
        }
    }

    @Test
    void a_filter_leaves_out_the_changes_of_others() {
        var user = user();
        store(user, 1);
        try (var all = follow("", null);
                var own = follow("?user_id=" + user + "&project_id=p", null);
                var foreign = follow("?user_id=" + user + "&project_id=q", null);
                var updates = follow("?user_id=" + user + "&type=memory_log.updated", null)) {
            var stored = store(user, 2);
            store(user(), 1);
            try (var one = follow("?memory_id=" + stored.get(1), null)) {
                service.patch("/memory-logs/" + stored.get(0), "{\"agent\":\"a\"}");
                service.patch("/memory-logs/" + stored.get(1), "{\"agent\":\"a\"}");

                await().until(() -> all.changes().size() == 5);
                await().until(() -> updates.changes().size() == 2);
                await().until(() -> own.changes().size() == 4);
                await().until(() -> one.changes().size() == 1);
                assertThat(foreign.changes()).isEmpty();
            }
        }
    }

    @Test
    void an_invalid_parameter_is_named() {
        assertThat(service.get("/stream?type=x&memory_id=0&other=1").json().get("errors"))
                .hasSize(3);
        assertThat(service.get("/stream", "Last-Event-ID", "7").status()).isEqualTo(400);
        assertThat(service.get("/stream?last_event_id=x").status()).isEqualTo(400);
        assertThat(service.get("/ws").status()).isEqualTo(400);
    }

    @Test
    void an_id_beyond_the_end_of_the_log_is_refused_instead_of_waiting_for_the_log_to_reach_it() {
        var beyond = Checkpoint.at(new Position(Long.MAX_VALUE / 2)).text();

        assertThat(service.get("/stream", "Last-Event-ID", beyond).status()).isEqualTo(400);
    }

    @Test
    void head_ends_at_once_and_holds_no_place() {
        for (int request = 0; request < 3; request++) {
            assertThat(service.send("HEAD", "/stream").status()).isEqualTo(200);
        }

        assertThat(clients()).isZero();
    }

    @Test
    void a_client_that_is_gone_for_ten_seconds_under_load_misses_nothing_and_sees_nothing_twice() {
        var user = user();
        var done = new AtomicBoolean();
        List<Long> stored = new CopyOnWriteArrayList<>();
        List<Long> seen = new ArrayList<>();
        var writers = IntStream.range(0, 3)
                .mapToObj(_ -> CompletableFuture.runAsync(() -> {
                    while (!done.get()) {
                        stored.addAll(store(user, 1));
                    }
                }))
                .toList();
        var first = follow("?user_id=" + user, "p0");
        await().until(() -> first.changes().size() > 100);
        first.close();
        seen.addAll(first.memories());

        var before = stored.size();
        await().pollDelay(Duration.ofSeconds(10)).atMost(PATIENCE).until(() -> true);
        assertThat(stored.size() - before).as("stored meanwhile").isGreaterThan(400);
        try (var client = follow("?user_id=" + user, first.lastId())) {
            await().atMost(PATIENCE).until(() -> client.changes().size() > 500);
            done.set(true);
            writers.forEach(CompletableFuture::join);
            await().atMost(PATIENCE).until(() -> seen.size() + client.changes().size() >= stored.size());
            await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
            seen.addAll(client.memories());
        }

        assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(stored);
    }

    @Test
    void a_heartbeat_has_an_id_at_which_a_client_without_events_resumes() {
        var user = user();
        String last;
        try (var client = follow("?user_id=" + user, null)) {
            last = client.lastId();
        }
        var stored = store(user, 3);

        try (var client = follow("?user_id=" + user, last)) {
            await().until(() -> client.changes().size() == 3);
            assertThat(client.memories()).isEqualTo(stored);
        }
    }

    @Test
    void a_thousand_clients_share_one_reader_of_the_log_and_see_the_same() {
        var user = user();
        List<StreamClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                clients.add(new StreamClient(service.uri("/stream?user_id=" + user), null));
            }
            await().atMost(PATIENCE).until(() -> clients.stream().allMatch(StreamClient::hasBegun));

            var before = queries();
            var stored = store(user, 20);

            await().atMost(PATIENCE)
                    .until(() ->
                            clients.stream().allMatch(client -> client.changes().size() == 20));
            assertThat(clients)
                    .allSatisfy(client -> assertThat(client.memories()).isEqualTo(stored));
            assertThat(queries() - before).as("uses of PostgreSQL").isLessThan(500);
            assertThat(IntStream.range(0, 10).map(_ -> new Probe(service.uri("/stream")).status()))
                    .contains(503);
        } finally {
            clients.forEach(StreamClient::close);
        }
    }

    @Test
    void a_client_that_does_not_read_is_disconnected() throws IOException {
        // Three bytes a character, so that few changes fill the buffers of the connection.
        var user = "界".repeat(240) + user();
        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(4 * 1024);
            socket.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), service.uri("/").getPort()));
            socket.getOutputStream()
                    .write("GET /stream HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: p0\r\n\r\n".getBytes(UTF_8));
            await().until(() -> clients() == 1);

            await().atMost(PATIENCE).until(() -> {
                storeBatch(user);
                return clients() == 0;
            });
        }
    }

    @Test
    void a_web_socket_gets_the_same_and_resumes() {
        var user = user();
        var first = new Messages();
        var socket = connect("/ws?user_id=" + user, first);
        await().until(() -> !first.all.isEmpty());
        var stored = store(user, 2);
        await().until(() -> first.memories().equals(stored));
        var last = first.all.getLast().get("id").stringValue();
        socket.abort();
        var missed = store(user, 3);

        var second = new Messages();
        var resumed = connect("/ws?user_id=" + user + "&last_event_id=" + last, second);

        await().until(() -> second.memories().equals(missed));
        assertThat(first.changes().getFirst().get("data").propertyNames())
                .containsExactly("memory_log_id", "version", "type", "at", "user_id", "project_id");
        resumed.abort();
    }

    @Test
    void a_web_socket_of_a_foreign_page_or_with_a_wrong_filter_is_refused() {
        assertThat(refusal("/ws", "Origin", "https://evil.example")).isEqualTo(403);
        assertThat(refusal("/ws?type=x", "Accept", "*/*")).isEqualTo(400);
    }

    private int refusal(String path, String header, String value) {
        var refused = http.newWebSocketBuilder()
                .header(header, value)
                .buildAsync(webSocket(path), new Messages())
                .handle((_, failure) -> failure)
                .join();
        var failure = refused instanceof CompletionException wrapped ? wrapped.getCause() : refused;
        assertThat(failure).isInstanceOf(WebSocketHandshakeException.class);
        return ((WebSocketHandshakeException) Objects.requireNonNull(failure))
                .getResponse()
                .statusCode();
    }

    private WebSocket connect(String path, Messages messages) {
        return http.newWebSocketBuilder().buildAsync(webSocket(path), messages).join();
    }

    private URI webSocket(String path) {
        return URI.create(service.uri(path).toString().replaceFirst("http", "ws"));
    }

    private StreamClient follow(String query, @Nullable String after) {
        var client = new StreamClient(service.uri("/stream" + query), after);
        await().until(client::hasBegun);
        return client;
    }

    private static String user() {
        return "user-" + USERS.incrementAndGet();
    }

    private List<Long> store(String user, int count) {
        List<Long> stored = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            var answer = service.post(
                    "/memory-logs",
                    "{\"task\":\"t\",\"user_id\":\"" + user + "\",\"project_id\":\"p\",\"raw_data\":{}}");
            assertThat(answer.status()).as(answer.body()).isEqualTo(201);
            stored.add(answer.id());
        }
        return stored;
    }

    private void storeBatch(String user) {
        var item = "{\"task\":\"t\",\"user_id\":\"" + user + "\",\"project_id\":\"" + user + "\",\"raw_data\":{}}";
        var items = String.join(",", Collections.nCopies(1_000, item));
        assertThat(service.post("/memory-logs/batch", "{\"items\":[" + items + "]}")
                        .status())
                .isEqualTo(207);
    }

    private long queries() {
        return service.bean(MeterRegistry.class)
                .get("hikaricp.connections.acquire")
                .timer()
                .count();
    }

    private int clients() {
        return (int) service.bean(MeterRegistry.class)
                .get("memlog.stream.clients")
                .gauge()
                .value();
    }

    /// The status of an answer whose body may never end.
    private record Probe(URI url) {

        int status() {
            try (var socket = new Socket(url.getHost(), url.getPort())) {
                socket.getOutputStream()
                        .write(("GET " + url.getPath() + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(UTF_8));
                var line = new String(socket.getInputStream().readNBytes(12), UTF_8);
                return Integer.parseInt(line.substring(9));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Messages implements WebSocket.Listener {

        private final List<JsonNode> all = new CopyOnWriteArrayList<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                all.add(Json.mapper().readTree(text.toString()));
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        List<JsonNode> changes() {
            return all.stream().filter(message -> message.has("event")).toList();
        }

        List<Long> memories() {
            return changes().stream()
                    .map(message -> message.at("/data/memory_log_id").longValue())
                    .toList();
        }
    }
}
