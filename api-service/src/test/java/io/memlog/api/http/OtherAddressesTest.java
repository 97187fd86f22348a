package io.memlog.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientResponseException;

class OtherAddressesTest {

    /// RFC 6761: this name has no address, so that no connection can be made.
    private static final String NAME = "workers.invalid";

    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;
    private InetAddress loopback;

    @BeforeEach
    void start() throws IOException {
        loopback = InetAddress.getLoopbackAddress();
        server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            var question = exchange.getRequestURI() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var answer = question.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(question.startsWith("/refused") ? 503 : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void the_same_request_goes_to_the_next_address_where_no_connection_can_be_made() {
        var answer = client(NAME, loopback, loopback)
                .post()
                .uri("/search?after={after}&limit=3", "a b")
                .body("question")
                .retrieve()
                .body(String.class);

        assertThat(answer).isEqualTo("/search?after=a%20b&limit=3 question");
        assertThat(requests).hasValue(1);
    }

    @Test
    void without_another_address_the_failure_stays() {
        assertThatThrownBy(
                        () -> client(NAME, loopback).get().uri("/").retrieve().toBodilessEntity())
                .isInstanceOf(ResourceAccessException.class);
        assertThat(requests).hasValue(0);
    }

    @Test
    void what_an_instance_has_answered_is_sent_to_no_other() {
        var client = client(loopback.getHostAddress(), loopback, loopback);

        assertThatThrownBy(() -> client.get().uri("/refused").retrieve().toBodilessEntity())
                .isInstanceOf(RestClientResponseException.class);
        assertThat(requests).hasValue(1);
    }

    private RestClient client(String host, InetAddress... addresses) {
        return RestClient.builder()
                .baseUrl("http://" + host + ":" + server.getAddress().getPort())
                .requestFactory(new JdkClientHttpRequestFactory())
                .requestInterceptor(new OtherAddresses(asked -> {
                    assertThat(asked).isEqualTo(host);
                    return addresses;
                }))
                .build();
    }
}
