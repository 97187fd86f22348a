package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memlog.embedded.Passwords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.driver.AuthToken;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.exceptions.AuthenticationException;

class Neo4jServerIT {

    @TempDir
    Path data;

    @Test
    void a_login_without_or_with_a_wrong_password_is_refused() {
        try (var server = start()) {
            for (var login : List.of(
                    AuthTokens.none(),
                    AuthTokens.basic("neo4j", "neo4j"),
                    AuthTokens.basic("neo4j", "wrong-password"))) {
                assertThatThrownBy(() -> count(server, login)).isInstanceOf(AuthenticationException.class);
            }
        }
    }

    @Test
    void many_wrong_passwords_do_not_lock_the_user_out() {
        try (var server = start()) {
            for (var attempt = 0; attempt < 5; attempt++) {
                assertThatThrownBy(() -> count(server, AuthTokens.basic("neo4j", "wrong-password")))
                        .isInstanceOf(AuthenticationException.class);
            }

            assertThat(memories(server)).isEmpty();
        }
    }

    @Test
    void a_web_page_can_do_nothing_without_the_password() throws Exception {
        var hello = message(0x01, Map.of("user_agent", "page", "bolt_agent", Map.of("product", "page/1")));
        var anonymous = message(0x6A, Map.of("scheme", "none"));
        var password = Passwords.in(data).of("neo4j.neo4j");
        var login = message(0x6A, Map.of("scheme", "basic", "principal", "neo4j", "credentials", password));
        var query = message(0x10, "MATCH", Map.of(), Map.of());
        try (var server = start()) {
            assertThat(conversation(server, hello, query)).contains("Neo.ClientError.Request.Invalid");
            assertThat(conversation(server, hello, anonymous, query)).contains("Neo.ClientError.Security.Unauthorized");
            assertThat(conversation(server, hello, login, query)).contains("Neo.ClientError.Statement.SyntaxError");
        }
    }

    @Test
    void data_of_a_server_without_passwords_is_kept_and_asks_for_one() {
        var service = new DatabaseManagementServiceBuilder(data.resolve("neo4j"))
                .setConfig(GraphDatabaseSettings.auth_enabled, false)
                .build();
        service.database("neo4j").executeTransactionally("CREATE (:Memory {id: 7})");
        service.shutdown();

        try (var server = start()) {
            assertThat(memories(server)).containsExactly(7L);
            assertThatThrownBy(() -> count(server, AuthTokens.none())).isInstanceOf(AuthenticationException.class);
        }
    }

    @Test
    void a_start_without_the_file_sets_a_new_password() throws Exception {
        var old = Passwords.in(data).of("neo4j.neo4j");
        start().close();
        Files.delete(data.resolve("passwords"));

        try (var server = start()) {
            assertThat(memories(server)).isEmpty();
            assertThatThrownBy(() -> count(server, AuthTokens.basic("neo4j", old)))
                    .isInstanceOf(AuthenticationException.class);
        }
    }

    private Neo4jServer start() {
        return Neo4jServer.start(data.resolve("neo4j"), 0, Passwords.in(data));
    }

    private List<Long> memories(Neo4jServer server) {
        return new Graph(server.uri(), Passwords.in(data)).memories();
    }

    private static void count(Neo4jServer server, AuthToken login) {
        try (var driver = GraphDatabase.driver(server.uri(), login)) {
            driver.executableQuery("MATCH (n) RETURN count(n)").execute();
        }
    }

    /// What the server answers to messages of Bolt 5.4 over a WebSocket, as a page of another origin sends them.
    private static String conversation(Neo4jServer server, byte[]... messages) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var answer = new Answer();
            var socket = client.newWebSocketBuilder()
                    .header("Origin", "https://elsewhere.example")
                    .buildAsync(URI.create("ws://127.0.0.1:" + server.port()), answer)
                    .get(10, TimeUnit.SECONDS);
            try {
                send(socket, HexFormat.of().parseHex("6060b01700000405000000000000000000000000"));
                for (var message : messages) {
                    send(socket, message);
                }
                return answer.failure.get(10, TimeUnit.SECONDS);
            } finally {
                socket.abort();
            }
        }
    }

    private static void send(WebSocket socket, byte[] bytes) throws Exception {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).get(10, TimeUnit.SECONDS);
    }

    /// A message in PackStream: a structure of the fields in one chunk.
    private static byte[] message(int tag, Object... fields) throws IOException {
        var content = new ByteArrayOutputStream();
        content.write(0xB0 + fields.length);
        content.write(tag);
        for (var field : fields) {
            pack(field, content);
        }
        var message = new ByteArrayOutputStream();
        message.write(content.size() >> 8);
        message.write(content.size());
        content.writeTo(message);
        message.write(new byte[2]);
        return message.toByteArray();
    }

    private static void pack(Object value, ByteArrayOutputStream out) throws IOException {
        if (value instanceof Map<?, ?> map) {
            out.write(0xA0 + map.size());
            for (var entry : map.entrySet()) {
                pack(entry.getKey(), out);
                pack(entry.getValue(), out);
            }
        } else {
            var text = value.toString().getBytes(StandardCharsets.UTF_8);
            out.write(0xD0);
            out.write(text.length);
            out.write(text);
        }
    }

    /// Collects what a server sends until that is a failure or the end.
    private static final class Answer implements WebSocket.Listener {

        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private final CompletableFuture<String> failure = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            while (data.hasRemaining()) {
                received.write(data.get());
            }
            var text = received.toString(StandardCharsets.ISO_8859_1);
            if (text.contains("Neo.")) {
                failure.complete(text);
            }
            return WebSocket.Listener.super.onBinary(socket, data, last);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            failure.complete(received.toString(StandardCharsets.ISO_8859_1));
            return WebSocket.Listener.super.onClose(socket, status, reason);
        }
    }
}
