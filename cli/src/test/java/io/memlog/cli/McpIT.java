package io.memlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McpIT extends CommandTest {

    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}";
    private static final String PONG = "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}";

    @Test
    void each_line_is_posted_as_it_is_and_each_answer_is_a_line() {
        memlog.respond("POST /mcp/ada/a shop", 200, PONG)
                .respond("POST /mcp/ada/a shop", 202, "")
                .respond("POST /mcp/ada/a shop", 200, "{\"jsonrpc\":\"2.0\",\n\"id\":8,\"result\":{}}");

        var ended = new Run(memlog)
                .input(PING + "\n\n{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\r\n"
                        + PING.replace("7", "8") + "\n")
                .run("mcp --user ada --key k1 --project", "a shop");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).isEqualTo(PONG + "\n{\"jsonrpc\":\"2.0\", \"id\":8,\"result\":{}}\n");
        assertThat(ended.err()).isEmpty();
        assertThat(memlog.requests())
                .extracting(FakeMemlog.Request::call)
                .containsOnly("POST /mcp/ada/a%20shop")
                .hasSize(3);
        assertThat(memlog.requests().getFirst())
                .isEqualTo(new FakeMemlog.Request("POST /mcp/ada/a%20shop", PING, "Bearer k1"));
    }

    @Test
    void an_error_without_an_id_is_the_answer_to_its_line() {
        memlog.respond(
                "POST /mcp", 400, "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"m\"}}");

        var ended = new Run(memlog).input(PING + "\nnonsense\n").run("mcp");

        assertThat(ended.out()).isEqualTo("""
                {"jsonrpc":"2.0","id":7,"error":{"code":-32600,"message":"m"}}
                {"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"m"}}
                """);
    }

    @Test
    void a_problem_is_an_error_that_says_what_to_do() {
        memlog.respond("POST /mcp", 401, "{\"title\":\"The caller is not known\",\"detail\":\"send a key\"}")
                .respond("POST /mcp", 429, "{\"title\":\"Too often\",\"detail\":\"1 a second\"}", "Retry-After", "2")
                .respond("POST /mcp", 200, "<html>");

        var ended =
                new Run(memlog).input(PING + "\n" + PING + "\n" + PING + "\n").run("mcp");

        assertThat(ended.status()).isZero();
        assertThat(ended.out().lines())
                .allMatch(line -> line.startsWith("{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32000,"))
                .hasSize(3);
        assertThat(ended.err()).isEqualTo("""
                Memlog does not know the caller (401): give an API key by --key or MEMLOG_KEY; memlog keys create makes one.
                Too often (429): 1 a second; try again in 2 s
                What answers there (200) is not Memlog; check --url (or MEMLOG_URL).
                """);
    }

    @Test
    void a_memlog_that_is_not_there_is_an_error_for_requests_and_a_note_for_notifications() {
        var ended = new Run(memlog)
                .input(PING + "\n{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n")
                .run("mcp --url http://127.0.0.1:1");

        assertThat(ended.status()).isZero();
        assertThat(ended.out())
                .startsWith("{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32000,\"message\":"
                        + "\"Memlog cannot be reached at http://127.0.0.1:1")
                .contains("start it with ./memlog run")
                .hasLineCount(1);
        assertThat(ended.err()).hasLineCount(2);
    }

    @Test
    void a_line_that_is_too_long_is_not_sent() {
        memlog.respond("POST /mcp", 200, PONG);

        var ended =
                new Run(memlog).input("x".repeat(3 * 1024 * 1024) + "\n" + PING).run("mcp");

        assertThat(ended.out()).isEqualTo("""
                {"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"the line is longer than 1048576 bytes; send less at a time"}}
                """ + PONG + "\n");
        assertThat(memlog.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"--user", "--project"})
    void a_user_needs_a_project(String option) {
        var ended = run("mcp " + option + " x");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).startsWith("--user and --project belong together");
        assertThat(memlog.requests()).isEqualTo(List.of());
    }
}
