package io.memlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.cli.terminal.Terminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SearchIT {

    private static final String SEARCH = "POST /memory-logs/search";
    private static final String HITS = """
            [{"memory_log_id":12,"score":0.91,"similarity":0.883,"matched_by":["vector","text"],
              "metadata":{"task":"fix-login"},"document":"Sign-in failed\\nbecause the token had expired \\u001b[31m"},
             {"memory_log_id":3,"score":0.4,"similarity":null,"matched_by":["graph"],
              "metadata":{"task":"茶を飲む"},"document":"Refresh credentials before they run out"}]""";

    private final StandIn memlog = new StandIn();

    @AfterEach
    void stop() {
        memlog.close();
    }

    @Test
    void every_option_reaches_memlog_under_its_name() {
        memlog.answers(SEARCH, 200, "[]");

        Run.memlog(
                "search",
                "--url",
                memlog.url(),
                "--user",
                "ada",
                "--project",
                "shop",
                "--limit",
                "3",
                "--mode",
                "text",
                "--min-similarity",
                "0.50",
                "--wait-for",
                "1,2",
                "--agent",
                "claude",
                "--tag",
                "auth",
                "--tag",
                "b",
                "--conversation",
                "c",
                "--from",
                "2025-01-01",
                "--to",
                "2025-02-01",
                "users",
                "could not");

        assertThat(memlog.asked().getFirst().body())
                .isEqualTo("{\"query\":\"users could not\",\"user_id\":\"ada\",\"project_id\":\"shop\",\"limit\":3,"
                        + "\"mode\":\"text\",\"min_similarity\":0.50,\"wait_for\":[1,2],\"filters\":{\"agent\":\"claude\","
                        + "\"conversation_id\":\"c\",\"from\":\"2025-01-01\",\"to\":\"2025-02-01\","
                        + "\"tags\":[\"auth\",\"b\"]}}");
    }

    @Test
    void hits_fit_the_terminal_and_cannot_control_it() {
        memlog.answers(SEARCH, 200, HITS);

        var ended = Run.with().terminal(new Terminal(70, false, false)).run(search());

        assertThat(ended.out()).isEqualTo("""
                ID  SCORE  SIMILARITY  FOUND BY     TASK       TEXT
                12  0.910       0.883  vector text  fix-login  Sign-in failed because…
                 3  0.400           -  graph        茶を飲む   Refresh credentials be…
                """);
    }

    @Test
    void without_a_terminal_nothing_is_cut() {
        memlog.answers(SEARCH, 200, HITS);

        var ended = Run.memlog(search());

        assertThat(ended.out()).contains("Sign-in failed because the token had expired [31m", "before they run out");
    }

    @Test
    void what_the_result_lacks_is_said_apart_from_it() {
        memlog.answers(SEARCH, 200, "[]", "Memlog-Degraded", "vector;reason=timeout", "Memlog-Pending", "17");

        var ended = Run.memlog(search());

        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).isEqualTo("""
                Nothing was found.
                Not everything could be asked: vector;reason=timeout (memlog status shows more)
                17 memory logs of this user and project are not in every index yet.
                """);
        assertThat(ended.status()).isZero();
    }

    private String[] search() {
        return new String[] {"search", "--url", memlog.url(), "--user", "ada", "--project", "shop", "tea"};
    }
}
