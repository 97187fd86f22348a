package io.memlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoriesIT extends CommandTest {

    private static final String LOG = """
            {"id":12,"version":1,"task":"fix-login","user_id":"ada","project_id":"shop","agent":null,"date":"2025-11-13",
             "importance":7.50,"raw_data":{"summary":"Sign-in failed"},"created_at":"2025-11-13T08:30:00.000001Z",
             "embedding":null}""";
    private static final String STATUS = """
            {"version":2,"vector":{"state":"stored","version":2,"at":"2025-11-13T08:30:01Z","milliseconds":120},
             "graph":{"state":"pending","version":1,"at":null,"milliseconds":null}}""";

    @TempDir
    Path folder;

    @Test
    void a_memory_log_is_shown_with_its_state_in_each_projection() {
        memlog.respond("GET /memory-logs/12", 200, LOG).respond("GET /memory-logs/12/status", 200, STATUS);

        var ended = run("show 12");

        assertThat(ended.out()).isEqualTo("""
                Memory log 12, version 1
                  task        fix-login
                  user        ada
                  project     shop
                  date        2025-11-13
                  importance  7.50
                  created     2025-11-13 08:30:00Z

                The current version is 2. Its state:
                PROJECTION  STATE    VERSION  AT                      TOOK
                vector      stored         2  2025-11-13 08:30:01Z  120 ms
                graph       pending        1  -                          -

                {
                  "summary" : "Sign-in failed"
                }
                """);
    }

    @Test
    void json_output_of_show_holds_both_responses() {
        memlog.respond("GET /memory-logs/12", 200, LOG).respond("GET /memory-logs/12/status", 200, STATUS);

        var ended = run("show 12 -o json");

        assertThat(ended.out()).isEqualTo("{\"memory_log\":" + LOG + ",\"status\":" + STATUS + "}\n");
    }

    @Test
    void a_former_version_is_selected_by_number_or_time() {
        memlog.respond("GET /memory-logs/12", 200, LOG).respond("GET /memory-logs/12/status", 200, STATUS);

        run("show 12 --version 1 --user ada+b --embedding");
        run("show 12 --as-of 2025-11-13T08:30:00Z");

        assertThat(calls())
                .containsExactly(
                        "GET /memory-logs/12?version=1&include=embedding&user_id=ada%2Bb",
                        "GET /memory-logs/12/status?user_id=ada%2Bb",
                        "GET /memory-logs/12?as_of=2025-11-13T08%3A30%3A00Z",
                        "GET /memory-logs/12/status");
    }

    @Test
    void an_unknown_memory_log_ends_with_not_found() {
        memlog.respond("GET /memory-logs/12", 404, """
                        {"title":"Not found","detail":"no memory log 12"}""");

        var ended = run("show 12");

        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.err()).isEqualTo("Not found (404)\n  no memory log 12\n");
    }

    @Test
    void an_id_that_is_not_a_number_is_a_usage_error() {
        var ended = run("show first");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err())
                .startsWith("Invalid value for positional parameter")
                .contains("memlog show --help");
        assertThat(memlog.requests()).isEmpty();
    }

    @Test
    void related_memory_logs_are_shown_with_their_entities() {
        memlog.respond("GET /memory-logs/12/related", 200, """
                {"memories":[{"memory_log_id":3,"task":"login","via":["Login.java","GH-1"]}],
                 "entities":[{"type":"file","name":"Login.java","relation":"touches"}]}""");

        var ended = run("related 12 --depth 2 --limit 5");

        assertThat(calls()).containsExactly("GET /memory-logs/12/related?depth=2&limit=5");
        assertThat(ended.out()).isEqualTo("""
                ID  TASK   VIA
                 3  login  Login.java, GH-1

                TYPE  RELATION  NAME
                file  touches   Login.java
                """);
    }

    @Test
    void an_export_reads_all_pages_and_keeps_every_digit() {
        memlog.respond("GET /memory-logs", 200, """
                {"items":[{"id":2,"n":1.50}],"next_cursor":"a/b"}""").respond("GET /memory-logs", 200, """
                        {"items":[{"id":1}],"next_cursor":null}""");

        var ended = run("export -u ada -p shop --tag x --tag y");

        assertThat(ended.out()).isEqualTo("{\"id\":2,\"n\":1.50}\n{\"id\":1}\n");
        assertThat(calls())
                .containsExactly(
                        "GET /memory-logs?user_id=ada&project_id=shop&tag=x&tag=y&limit=100",
                        "GET /memory-logs?user_id=ada&project_id=shop&tag=x&tag=y&limit=100&cursor=a%2Fb");
    }

    @Test
    void a_file_appears_only_when_the_export_is_complete() {
        memlog.respond("GET /memory-logs", 200, """
                {"items":[{"id":2}],"next_cursor":"c"}""").respond("GET /memory-logs", 503, "{}");

        var ended = run("export -u ada -p shop", folder.resolve("ada.jsonl").toString());

        assertThat(ended.status()).isEqualTo(5);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void an_existing_file_is_replaced() throws Exception {
        memlog.respond("GET /memory-logs", 200, """
                {"items":[{"id":2}],"next_cursor":null}""");
        var file = Files.writeString(folder.resolve("ada.jsonl"), "old");

        var ended = run("export -u ada -p shop -o json", file.toString());

        assertThat(ended.out()).isEqualTo("{\"exported\":1,\"file\":\"" + file + "\"}\n");
        assertThat(file).hasContent("{\"id\":2}");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }
}
