package io.memlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChromaServerIT {

    @TempDir
    Path data;

    @Test
    void what_was_acknowledged_is_there_after_a_restart_on_the_same_port() throws Exception {
        int port;
        try (var server = ChromaServer.start(data, 0)) {
            port = server.port();
            post(server, "{\"name\":\"tea\"}");
        }

        try (var server = ChromaServer.start(data, port)) {
            assertThat(get(server)).contains("\"tea\"");
        }
    }

    @Test
    void a_server_of_a_killed_run_is_stopped() throws Exception {
        var leftBehind = ChromaServer.start(data, 0);

        try (var server = ChromaServer.start(data, 0)) {
            assertThat(ChromaServer.isUp(leftBehind.url())).isFalse();
            assertThat(ChromaServer.isUp(server.url())).isTrue();
        }
    }

    @Test
    void a_port_in_use_is_said_in_a_sentence() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> ChromaServer.start(data, other.getLocalPort()))
                    .isInstanceOf(ServerUnavailableException.class)
                    .hasMessageContaining("Port " + other.getLocalPort() + " for Chroma is in use");
        }
    }

    private static void post(ChromaServer server, String body) throws IOException, InterruptedException {
        var status = send(HttpRequest.newBuilder(URI.create(collections(server)))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build())
                .statusCode();
        assertThat(status).isEqualTo(200);
    }

    private static String get(ChromaServer server) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(collections(server))).build())
                .body();
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String collections(ChromaServer server) {
        return server.url() + "/api/v2/tenants/" + server.tenant() + "/databases/default_database/collections";
    }
}
