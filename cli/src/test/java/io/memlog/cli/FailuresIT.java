package io.memlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresIT {

    private final StandIn memlog = new StandIn();

    @AfterEach
    void stop() {
        memlog.close();
    }

    @ParameterizedTest
    @CsvSource({
        "400,4", "404,3", "405,4", "409,4", "410,4", "412,4", "413,4", "422,4", "500,1", "502,5", "503,5", "504,5",
        "302,1"
    })
    void every_answer_has_its_exit_code(int status, int exitCode) {
        memlog.answers("GET /status", status, "{}");

        var ended = Run.memlog("status", "--url", memlog.url());

        assertThat(ended.status()).isEqualTo(exitCode);
    }

    @Test
    void a_problem_is_told_with_each_wrong_field() {
        memlog.answers("POST /memory-logs/search", 400, """
                {"type":"urn:memlog:problem:invalid-request","title":"The request is not valid","status":400,
                 "detail":"#/mode: is to be one of hybrid, vector (and 1 more)",
                 "errors":[{"pointer":"#/mode","detail":"is to be one of hybrid, vector"},
                           {"pointer":"#/filters/from","detail":"is to be a date"}]}""");

        var ended = Run.memlog("search", "--url", memlog.url(), "-u", "ada", "-p", "shop", "--mode", "best", "tea");

        assertThat(ended.status()).isEqualTo(4);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).isEqualTo("""
                The request is not valid (400)
                  #/mode: is to be one of hybrid, vector (and 1 more)
                  - mode: is to be one of hybrid, vector
                  - filters/from: is to be a date
                """);
    }

    @Test
    void an_outage_says_when_to_try_again() {
        memlog.answers("GET /status", 503, "{\"title\":\"The store is not available\"}", "Retry-After", "2");

        var ended = Run.memlog("status", "--url", memlog.url());

        assertThat(ended.err()).isEqualTo("""
                The store is not available (503)
                Try again in 2 s; memlog status shows what is away.
                """);
    }

    @Test
    void scripts_get_the_problem_document() {
        memlog.answers("GET /status", 404, "{\"type\":\"urn:memlog:problem:not-found\"}");

        var ended = Run.memlog("status", "--url", memlog.url(), "--output", "json");

        assertThat(ended.out()).isEqualTo("{\"type\":\"urn:memlog:problem:not-found\"}\n");
        assertThat(ended.err()).isEqualTo("Memlog answered 404 (404)\n");
    }

    @Test
    void somebody_else_who_answers_is_recognised() {
        memlog.answers("GET /status", 200, "<html>It works!</html>");

        var ended = Run.memlog("status", "--url", memlog.url());

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).isEqualTo("The answer (200) is no JSON.\n");
    }

    @Test
    void nobody_there_is_told_with_what_to_do() {
        memlog.close();

        var ended = Run.memlog("status", "--url", memlog.url());

        assertThat(ended.status()).isEqualTo(5);
        assertThat(ended.err())
                .isEqualTo(
                        "Memlog cannot be reached at %s (Connection refused); start it with ./memlog run, or say where it is with --url or MEMLOG_URL.\n"
                                .formatted(memlog.url()));
    }

    @Test
    void who_takes_too_long_is_not_waited_for() throws IOException {
        try (var mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var url = "http://127.0.0.1:" + mute.getLocalPort();

            var ended = Run.memlog("status", "--url", url, "--timeout", "1");

            assertThat(ended.status()).isEqualTo(5);
            assertThat(ended.err()).startsWith("Memlog at " + url + " did not answer within 1 s;");
        }
    }
}
