package io.memlog.embedding.chroma;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChromaTokenTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final List<List<String>> tokens = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            tokens.add(exchange.getRequestHeaders().getOrDefault("X-Chroma-Token", List.of()));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 1);
            exchange.getResponseBody().write('7');
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void a_token_is_sent_with_every_call_and_none_without_one() {
        var url = "http://127.0.0.1:" + server.getAddress().getPort();

        assertThat(ChromaFixture.api(url, "secret", TIMEOUT).count("a")).isEqualTo(7);
        assertThat(ChromaFixture.api(url, TIMEOUT).count("a")).isEqualTo(7);

        assertThat(tokens).containsExactly(List.of("secret"), List.of());
    }

    @Test
    void the_settings_do_not_show_the_token() {
        var properties = new ChromaProperties(
                URI.create("https://chroma.example"), "secret", "tenant", "database", TIMEOUT, TIMEOUT);

        assertThat(properties.toString()).contains("chroma.example").doesNotContain("secret");
    }
}
