package io.memlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorsIT extends CommandTest {

    @ParameterizedTest
    @CsvSource({
        "400,4", "404,3", "405,4", "409,4", "410,4", "412,4", "413,4", "422,4", "500,1", "502,5", "503,5", "504,5",
        "302,1"
    })
    void every_status_has_its_exit_code(int status, int exitCode) {
        memlog.respond("GET /status", status, "{}");

        var ended = run("status");

        assertThat(ended.status()).isEqualTo(exitCode);
    }

    @Test
    void a_problem_shows_each_wrong_field() {
        memlog.respond("POST /memory-logs/search", 400, """
                {"type":"urn:memlog:problem:invalid-request","title":"The request is not valid","status":400,
                 "detail":"#/mode: must be one of hybrid, vector (and 1 more)",
                 "errors":[{"pointer":"#/mode","detail":"must be one of hybrid, vector"},
                           {"pointer":"#/filters/from","detail":"must be a date"}]}""");

        var ended = run("search -u ada -p shop --mode best tea");

        assertThat(ended.status()).isEqualTo(4);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).isEqualTo("""
                The request is not valid (400)
                  #/mode: must be one of hybrid, vector (and 1 more)
                  - mode: must be one of hybrid, vector
                  - filters/from: must be a date
                """);
    }

    @Test
    void an_outage_shows_the_delay_of_retry_after() {
        memlog.respond("GET /status", 503, """
                {"title":"The store is not available"}""", "Retry-After", "2");

        var ended = run("status");

        assertThat(ended.err()).isEqualTo("""
                The store is not available (503)
                Try again in 2 s; memlog status shows what is unavailable.
                """);
    }

    @Test
    void json_output_includes_the_problem_document() {
        memlog.respond("GET /status", 404, """
                {"type":"urn:memlog:problem:not-found"}""");

        var ended = run("status --output json");

        assertThat(ended.out()).isEqualTo("{\"type\":\"urn:memlog:problem:not-found\"}\n");
        assertThat(ended.err()).isEqualTo("Memlog responded with 404 (404)\n");
    }

    @Test
    void a_response_that_is_not_json_is_an_error() {
        memlog.respond("GET /status", 200, "<html>It works!</html>");

        var ended = run("status");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).isEqualTo("The response (200) is not JSON.\n");
    }

    @Test
    void a_refused_connection_says_what_to_do() {
        memlog.close();

        var ended = run("status");

        assertThat(ended.status()).isEqualTo(5);
        assertThat(ended.err())
                .isEqualTo(
                        "Memlog cannot be reached at %s (Connection refused); start it with ./memlog run, or name its URL with --url or MEMLOG_URL.\n"
                                .formatted(memlog.url()));
    }

    @Test
    void an_answer_that_is_not_http_is_an_error() throws IOException {
        try (var ssh = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var url = "http://127.0.0.1:" + ssh.getLocalPort();
            var greeting = Thread.ofVirtual().start(() -> greet(ssh));

            var ended = run("status --url", url);

            assertThat(ended.status()).isEqualTo(5);
            assertThat(ended.err())
                    .startsWith("Memlog cannot be reached at " + url + " (what answers there is not HTTP)");
            greeting.interrupt();
        }
    }

    private static void greet(ServerSocket server) {
        while (!server.isClosed()) {
            try (var connection = server.accept()) {
                connection.getOutputStream().write("SSH-2.0-OpenSSH_9.6\r\n".getBytes(StandardCharsets.US_ASCII));
                connection.shutdownOutput();
                var _ = connection.getInputStream().readAllBytes();
            } catch (IOException e) {
                // The test has ended.
            }
        }
    }

    @Test
    void a_slow_response_ends_with_unreachable() throws IOException {
        try (var mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var url = "http://127.0.0.1:" + mute.getLocalPort();

            var ended = run("status --url", url, "--timeout", "1");

            assertThat(ended.status()).isEqualTo(5);
            assertThat(ended.err()).startsWith("Memlog at " + url + " did not respond within 1 s;");
        }
    }
}
