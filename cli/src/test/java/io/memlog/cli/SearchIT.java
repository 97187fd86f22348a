package io.memlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.cli.terminal.Terminal;
import org.junit.jupiter.api.Test;

class SearchIT extends CommandTest {

    private static final String SEARCH = "POST /memory-logs/search";
    private static final String SEARCH_TEA = "search --user ada --project shop tea";
    private static final String HITS = """
            [{"memory_log_id":12,"score":0.91,"similarity":0.883,"matched_by":["vector","text"],
              "metadata":{"task":"fix-login"},"document":"Sign-in failed\\nbecause the token had expired \\u001b[31m"},
             {"memory_log_id":3,"score":0.4,"similarity":null,"matched_by":["graph"],
              "metadata":{"task":"茶を飲む"},"document":"Refresh credentials before they run out"}]""";

    @Test
    void every_option_is_a_member_of_the_request() {
        memlog.respond(SEARCH, 200, "[]");

        run(
                "search --user ada --project shop --limit 3 --mode text --min-similarity 0.50 --wait-for 1,2 --agent claude"
                        + " --tag auth --tag b --conversation c --from 2025-01-01 --to 2025-02-01 users",
                "could not");

        assertThat(firstBody()).isEqualTo("""
                        {"query":"users could not","user_id":"ada","project_id":"shop","limit":3,"mode":"text",\
                        "min_similarity":0.50,"wait_for":[1,2],"filters":{"agent":"claude","conversation_id":"c",\
                        "from":"2025-01-01","to":"2025-02-01","tags":["auth","b"]}}""");
    }

    @Test
    void hits_fit_the_terminal_without_control_characters() {
        memlog.respond(SEARCH, 200, HITS);

        var ended = with().terminal(new Terminal(70, false, false)).run(SEARCH_TEA);

        assertThat(ended.out()).isEqualTo("""
                ID  SCORE  SIMILARITY  FOUND BY     TASK       TEXT
                12  0.910       0.883  vector text  fix-login  Sign-in failed because…
                 3  0.400           -  graph        茶を飲む   Refresh credentials be…
                """);
    }

    @Test
    void texts_are_not_cut_without_a_terminal() {
        memlog.respond(SEARCH, 200, HITS);

        var ended = run(SEARCH_TEA);

        assertThat(ended.out()).contains("Sign-in failed because the token had expired [31m", "before they run out");
    }

    @Test
    void missing_projections_and_pending_memories_are_reported_on_the_error_stream() {
        memlog.respond(SEARCH, 200, "[]", "Memlog-Degraded", "vector;reason=timeout", "Memlog-Pending", "17");

        var ended = run(SEARCH_TEA);

        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).isEqualTo("""
                Nothing was found.
                The result is incomplete: vector;reason=timeout (memlog status shows more)
                17 memory logs of this user and project are not in every projection yet.
                """);
        assertThat(ended.status()).isZero();
    }
}
