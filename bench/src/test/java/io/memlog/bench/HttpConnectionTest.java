package io.memlog.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpConnectionTest {

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void it_goes_on_after_bodies_of_either_kind_and_when_the_server_closes(boolean chunked, boolean closes)
            throws IOException {
        server.createContext("/echo", exchange -> {
            var body = exchange.getRequestBody().readAllBytes();
            if (closes) {
                exchange.getResponseHeaders().add("Connection", "close");
            }
            exchange.sendResponseHeaders(200, chunked ? 0 : body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });

        try (var connection = new HttpConnection(server.getAddress().getPort())) {
            for (var body : new String[] {"one", "two", "three"}) {
                var response = connection.post("/echo", body.getBytes(UTF_8));

                assertThat(response.status()).isEqualTo(200);
                assertThat(response.body()).asString(UTF_8).isEqualTo(body);
            }
        }
    }
}
