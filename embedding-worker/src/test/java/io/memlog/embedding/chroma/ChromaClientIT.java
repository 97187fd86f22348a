package io.memlog.embedding.chroma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.NonRetryableException;
import io.memlog.schemas.memory.Embedding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls of a server that fails like Chroma or a proxy in front of it.
class ChromaClientIT {

    private static final ChromaApi.Upsert RECORDS = new ChromaApi.Upsert(
            List.of("1#0"), List.of(Embedding.of(new float[] {1})), List.of("text"), List.of(Map.of()));

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger cutOff = new AtomicInteger();
    private HttpServer server;
    private ChromaClient chroma;
    private volatile int status = 200;
    private volatile @Nullable String retryAfter = "7";
    private volatile String body = "{}";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            if (cutOff.getAndDecrement() > 0) {
                exchange.close();
                return;
            }
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            if (retryAfter != null) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        chroma = ChromaFixture.client("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 405, 408, 410, 429, 500, 502, 503, 504})
    void a_failing_server_is_an_outage_and_not_blamed_on_the_records(int status) {
        this.status = status;

        assertThatThrownBy(() -> chroma.write(api -> api.upsert("id", RECORDS)))
                .isInstanceOf(IndexUnavailableException.class)
                .hasMessage("Chroma answered " + status);
    }

    @Test
    void retry_after_is_honoured() {
        status = 429;

        var outage = catchThrowableOfType(
                IndexUnavailableException.class, () -> chroma.write(api -> api.upsert("id", RECORDS)));

        assertThat(outage.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(requests).hasValue(1);
    }

    @Test
    void a_429_without_retry_after_is_a_pause_of_unknown_length() {
        status = 429;
        retryAfter = null;

        var outage = catchThrowableOfType(IndexUnavailableException.class, () -> chroma.call(api -> api.count("id")));

        assertThat(outage.retryAfter()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void a_client_error_on_write_rejects_the_records(int status) {
        this.status = status;

        assertThatThrownBy(() -> chroma.write(api -> api.upsert("id", RECORDS)))
                .isInstanceOf(NonRetryableException.class)
                .extracting("reason")
                .isEqualTo("content_refused");
    }

    @Test
    void a_client_error_on_read_is_an_outage() {
        status = 400;

        assertThatThrownBy(() -> chroma.call(api -> api.count("id"))).isInstanceOf(IndexUnavailableException.class);
    }

    @Test
    void only_a_404_of_chroma_itself_is_a_missing_collection() {
        status = 404;
        body = "<html>no such page</html>";

        assertThatThrownBy(() -> chroma.call(api -> api.collection("name")))
                .isInstanceOf(IndexUnavailableException.class);

        body = "{\"error\":\"NotFoundError\",\"message\":\"Collection [name] does not exists\"}";

        assertThatThrownBy(() -> chroma.call(api -> api.collection("name")))
                .isInstanceOf(CollectionNotFoundException.class);
    }

    @Test
    void a_response_that_is_not_json_is_an_outage() {
        body = "<html>welcome</html>";

        assertThatThrownBy(() -> chroma.call(api -> api.collection("name")))
                .isInstanceOf(IndexUnavailableException.class);
    }

    @Test
    void a_refused_connection_is_an_outage() {
        server.stop(0);

        assertThatThrownBy(() -> chroma.run(api -> api.drop("name"))).isInstanceOf(IndexUnavailableException.class);
    }

    @Test
    void a_connection_reset_is_retried_once() {
        cutOff.set(1);

        chroma.write(api -> api.upsert("id", RECORDS));

        assertThat(requests).hasValue(2);
        cutOff.set(2);
        assertThatThrownBy(() -> chroma.write(api -> api.upsert("id", RECORDS)))
                .isInstanceOf(IndexUnavailableException.class);
    }

    @Test
    void a_server_that_does_not_answer_times_out_without_a_retry() throws IOException {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var api = ChromaFixture.api("http://127.0.0.1:" + silent.getLocalPort(), Duration.ofMillis(300));
            var started = System.nanoTime();

            assertThatThrownBy(() -> new ChromaClient(api, Clock.systemUTC()).run(chroma -> chroma.drop("name")))
                    .isInstanceOf(IndexUnavailableException.class);

            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(2));
            silent.setSoTimeout(200);
            silent.accept().close();
            assertThatThrownBy(silent::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }
}
