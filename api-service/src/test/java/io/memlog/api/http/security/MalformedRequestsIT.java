package io.memlog.api.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/// Requests that no client library sends.
class MalformedRequestsIT extends SecuredServiceTest {

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void stop() {
        root.detachAppender(log);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Length: 100             | {\"task\":           | 400",
                "Transfer-Encoding: chunked      | ZZ\\r\\n{}\\r\\n      | 400",
                "Authorization: Bearer mlk_other\\r\\nContent-Length: 2 | {} | 400"
            })
    void a_body_or_header_that_is_broken_is_the_fault_of_the_client(String headers, String body, int status)
            throws IOException {
        assertThat(send("POST /memory-logs", true, headers, body)).startsWith("HTTP/1.1 " + status);
        assertThat(errors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"false, 401", "true, 404"})
    void a_body_that_ends_early_at_a_path_that_is_not_served_leaves_no_error_in_the_log(boolean withKey, int status)
            throws IOException {
        assertThat(send("POST /nothing", withKey, "Content-Length: 100", "{"))
                .startsWith("HTTP/1.1 " + status)
                .doesNotContain("/error");
        assertThat(errors()).isEmpty();
    }

    @Test
    void two_keys_are_refused_and_the_header_is_named() throws IOException {
        assertThat(send("GET /keys", true, "Authorization: Bearer mlk_other", ""))
                .startsWith("HTTP/1.1 400")
                .contains("Authorization")
                .contains("is given more than once");
    }

    @Test
    void methods_that_no_call_has_are_not_allowed() throws IOException {
        assertThat(send("TRACE /keys", true, "Accept: */*", "")).startsWith("HTTP/1.1 405");
        assertThat(send("OPTIONS", "/memory-logs/4", null, ADMIN).status()).isEqualTo(200);
        assertThat(send("OPTIONS", "/memory-logs/4", null, ADMIN).header("Allow"))
                .contains("GET")
                .contains("DELETE");
    }

    @ParameterizedTest
    @CsvSource({
        "Cookie: Authorization=Bearer mlk_secret",
        "Authorization Bearer mlk_secret",
        "Cookie: a=b c\\; x=mlk_secret\u007f"
    })
    void a_key_in_the_wrong_place_is_not_logged(String header) throws IOException {
        send("GET /keys", false, header, "");

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(message -> message.contains("mlk_"));
    }

    @Test
    void an_event_that_no_path_could_name_is_rejected() {
        for (var id : List.of(".", "..")) {
            var answer = post("/events", """
                    {"event_id":"%s","event_type":"x","timestamp":"2026-01-01T00:00:00Z","data":1}""".formatted(id), ADMIN);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("#/event_id");
        }
    }

    private List<String> errors() {
        return logged().stream()
                .filter(event -> event.getLevel().levelStr.equals("ERROR"))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /// Others log meanwhile.
    private List<ILoggingEvent> logged() {
        synchronized (log) {
            return List.copyOf(log.list);
        }
    }

    /// Sends everything, ends the output, and reads until the server closes.
    private String send(String line, boolean withKey, String headers, String body) throws IOException {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), service.uri("/").getPort())) {
            socket.setSoTimeout(30_000);
            var request =
                    line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
                            + (withKey ? "Authorization: Bearer " + ADMIN + "\r\n" : "")
                            + headers.strip().replace("\\r\\n", "\r\n") + "\r\n\r\n"
                            + body.replace("\\r\\n", "\r\n");
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
