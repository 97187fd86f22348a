package io.memlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.cli.terminal.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLettersIT extends CommandTest {

    private static final String DEAD_LETTER = """
            {"id":"l1","consumer":"graph","reason":"invalid","state":"open","group":"00000000000000aa","memory_id":12,
             "version":3,"user_id":"ada","project_id":"shop","type":"memory_log.stored","attempts":4,"replays":1,
             "failed_replays":1,"retry_class":"transient","next_retry_at":"2025-11-13T08:34:00.000000Z",
             "first_seen":"2025-11-13T08:30:00.000000Z","last_seen":"2025-11-13T08:31:00.000000Z",
             "cause":{"exception":"java.lang.IllegalStateException","message":"the date\\nis wrong"},
             "original":{"topic":"memory-log-events","partition":3,"offset":42,"timestamp":null}""";
    private static final String JOB = """
            {"id":"j1","kind":"dead_letter_replay","state":"%s","request":{},
             "progress":{"total":4,"done":4,"sent":4,"skipped":0},
             "letters":{"replaying":%d,"replayed":%d,"skipped":1,"open":%d,"parked":%d}}""";

    @TempDir
    Path folder;

    @Test
    void every_filter_is_a_parameter_of_the_list() {
        memlog.respond("GET /dead-letters", 200, "{\"items\":[" + DEAD_LETTER + "}],\"next_cursor\":null}");

        var ended = run(
                "dead-letters list --group 00000000000000aa --projection graph --reason invalid --memory 12 --user ada"
                        + " --project shop --from 2025-11-13 --to 2025-11-14 --state open --limit 5 --cursor c");

        assertThat(calls().getFirst())
                .isEqualTo("GET /dead-letters?group=00000000000000aa&consumer=graph&reason=invalid&memory_id=12"
                        + "&user_id=ada&project_id=shop&from=2025-11-13&to=2025-11-14&state=open&limit=5&cursor=c");
        assertThat(ended.out()).isEqualTo("""
                ID  PROJECTION  STATE  REASON   MEMORY  REPLAYS  NEXT RETRY            FIRST SEEN            CAUSE
                l1  graph       open   invalid      12        1  2025-11-13 08:34:00Z  2025-11-13 08:30:00Z  the date is wrong
                """);
    }

    @Test
    void a_terminal_shows_colours_and_the_columns_that_fit() {
        var deadLetter = DEAD_LETTER.replace("l1", "5e0c1f6a-9f0b-5d2c-8f3e-2a1b7c4d5e6f");
        memlog.respond("GET /dead-letters", 200, "{\"items\":[" + deadLetter + "}],\"next_cursor\":null}");

        var ended = with().terminal(new Terminal(80, true, true)).run("dead-letters list");

        assertThat(ended.out()).contains("\u001B[33mopen\u001B[0m");
        assertThat(ended.out().replaceAll("\u001B\\[\\d+m", "")).isEqualTo("""
                ID                                    PROJECTION  STATE  REASON   CAUSE
                5e0c1f6a-9f0b-5d2c-8f3e-2a1b7c4d5e6f  graph       open   invalid  the date is w…
                """);
    }

    @Test
    void groups_show_count_states_and_cause() {
        memlog.respond("GET /dead-letters/groups", 200, """
                {"items":[{"group":"00000000000000aa","consumer":"graph","reason":"invalid","cause":"the date # is wrong",
                  "count":7,"by_state":{"open":5,"replayed":2},"first_seen":"2025-11-13T08:30:00Z",
                  "last_seen":"2025-11-13T08:31:00.5Z","example":"l1"}]}""");

        var ended = run("dead-letters groups");

        assertThat(ended.out()).isEqualTo("""
                GROUP             PROJECTION  COUNT  OPEN  PARKED  LAST SEEN             EXAMPLE  CAUSE
                00000000000000aa  graph           7     5       0  2025-11-13 08:31:00Z  l1       the date # is wrong
                """);
    }

    @Test
    void a_dead_letter_is_shown_with_history_and_payload() {
        memlog.respond("GET /dead-letters/l1", 200, DEAD_LETTER + """
                ,"payload":{"bytes":14,"json":{"task":"tea"},"text":null,"base64":null},
                 "history":[{"at":"2025-11-13T08:30:00Z","what":"failed","replay":0,"reason":"invalid","message":"no"},
                            {"at":"2025-11-13T08:31:00Z","what":"replay_requested","replay":1,"job":"j1"}]}""");

        var ended = run("dead-letters show l1");

        assertThat(ended.out()).isEqualTo("""
                Dead letter l1
                  state        open
                  projection   graph
                  reason       invalid
                  cause        java.lang.IllegalStateException: the date is wrong
                  group        00000000000000aa
                  memory       12
                  version      3
                  user         ada
                  project      shop
                  type         memory_log.stored
                  original     memory-log-events, partition 3, offset 42
                  attempts     4
                  replays      1, 1 failed
                  retry class  transient
                  next retry   2025-11-13 08:34:00Z
                  first seen   2025-11-13 08:30:00Z
                  last seen    2025-11-13 08:31:00Z

                AT                    WHAT              REPLAY  JOB  WHY
                2025-11-13 08:30:00Z  failed                 0       invalid no
                2025-11-13 08:31:00Z  replay_requested       1  j1

                Payload (14 bytes)
                {
                  "task" : "tea"
                }
                """);
    }

    @Test
    void a_replay_waits_until_no_dead_letter_is_replaying() {
        memlog.respond("POST /dead-letters/replay", 202, JOB.formatted("queued", 0, 0, 0, 0))
                .respond("GET /jobs/j1", 200, JOB.formatted("completed", 3, 0, 0, 0))
                .respond("GET /jobs/j1", 200, JOB.formatted("completed", 0, 3, 0, 0));

        var ended = run("dead-letters replay --projection graph --memory 12 --rate 50");

        assertThat(firstBody()).isEqualTo("""
                                {"filter":{"consumer":"graph","memory_id":12},"dry_run":false,"rate_per_second":50}""");
        assertThat(ended.status()).isZero();
        assertThat(ended.out()).isEqualTo("3 replayed, 1 skipped, 0 failed again, 0 parked.\n");
    }

    @Test
    void a_replay_that_failed_again_ends_with_partial() {
        memlog.respond("POST /dead-letters/l1/replay", 202, JOB.formatted("queued", 0, 0, 0, 0))
                .respond("GET /jobs/j1", 200, JOB.formatted("completed", 0, 1, 1, 1));

        var ended = run("dead-letters replay l1");

        assertThat(ended.status()).isEqualTo(6);
        assertThat(ended.out()).isEqualTo("1 replayed, 1 skipped, 1 failed again, 1 parked.\n");
    }

    @Test
    void an_ambiguous_selection_is_a_usage_error() {
        var nothing = run("dead-letters replay");
        var both = run("dead-letters replay --all --projection graph");
        var mixed = run("dead-letters replay l1 --dry-run");

        assertThat(nothing.err()).startsWith("use an ID, a filter or --all\n");
        assertThat(both.err()).startsWith("--all cannot be combined with filters\n");
        assertThat(mixed.err())
                .startsWith("the ID of one dead letter cannot be combined with filters, --all, --dry-run or --rate\n");
        assertThat(memlog.requests()).isEmpty();
    }

    @Test
    void a_dry_run_shows_the_first_dead_letters() {
        memlog.respond(
                "POST /dead-letters/replay",
                200,
                "{\"count\":1,\"rate_per_second\":200,\"sample\":[" + DEAD_LETTER + "}]}");

        var ended = run("dead-letters replay --all --dry-run");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).startsWith("1 open dead letters match, to be sent at 200 per second.\n\nID  ");
    }

    @Test
    void a_conflict_is_refused_with_its_detail() {
        memlog.respond("POST /dead-letters/l1/discard", 409, """
                        {"title":"Wrong state","detail":"it is replayed"}""");

        var ended = run("dead-letters discard l1 --reason", "test data");

        assertThat(firstBody()).isEqualTo("""
                {"reason":"test data"}""");
        assertThat(ended.status()).isEqualTo(4);
        assertThat(ended.err()).isEqualTo("Wrong state (409)\n  it is replayed\n");
    }

    @Test
    void a_correction_comes_from_a_file_or_the_standard_input() throws Exception {
        memlog.respond("POST /dead-letters/l1/edit", 200, """
                {"dead_letter":{},"memory_log_id":12,"version":4}""");
        var file = Files.writeString(folder.resolve("log.json"), "{\"task\":\"tea\"}");

        var ended = run("dead-letters edit l1 --reason typo --data", file.toString());
        with().input("{\"task\":\"coffee\"}").run("dead-letters edit l1 --reason typo --data -");

        assertThat(ended.out()).isEqualTo("Memory log 12 has version 4 now; the dead letter is superseded.\n");
        assertThat(memlog.requests()).extracting(FakeMemlog.Request::body).containsExactly("""
                                {"reason":"typo","data":{"task":"tea"}}""", """
                                {"reason":"typo","data":{"task":"coffee"}}""");
    }

    @Test
    void the_editor_opens_the_payload() {
        memlog.respond("GET /dead-letters/l1", 200, """
                {"payload":{"json":{"task":"tae","n":1.50}}}""").respond("POST /dead-letters/l1/edit", 200, """
                        {"memory_log_id":12,"version":4}""");

        var ended = edit("sed -i -e s/tae/tea/");

        assertThat(ended.status()).isZero();
        assertThat(memlog.requests().getLast().body()).isEqualTo("""
                        {"reason":"typo","data":{"task":"tea","n":1.50}}""");
    }

    @Test
    void edited_text_is_kept_when_it_is_refused() throws Exception {
        memlog.respond("GET /dead-letters/l1", 200, """
                {"payload":{"json":{"task":"tae"}}}""").respond("POST /dead-letters/l1/edit", 422, """
                                {"errors":[{"pointer":"#/data/task","detail":"is odd"}]}""");

        var ended = edit("sed -i -e s/tae/tea/");

        assertThat(ended.status()).isEqualTo(4);
        assertThat(ended.err()).contains("Your changes are kept in ", "  - data/task: is odd\n");
        var kept = Path.of(ended.err().replaceFirst("(?s).*; --data (\\S+) sends them.*", "$1"));
        assertThat(kept).content().contains("\"tea\"");
        Files.delete(kept);
    }

    @Test
    void an_editor_that_changes_nothing_or_fails_sends_nothing() {
        memlog.respond("GET /dead-letters/l1", 200, """
                {"payload":{"json":{"task":"tae"}}}""");

        var unchanged = edit("true");
        var failed = edit("false");

        assertThat(unchanged.err()).startsWith("nothing was changed, so nothing is sent\n");
        assertThat(failed.err()).startsWith("false ended with 1, so nothing is sent; set EDITOR, or use --data\n");
        assertThat(memlog.requests()).hasSize(2);
    }

    private Run.Ended edit(String editor) {
        return with().environment(Map.of("EDITOR", editor)).run("dead-letters edit l1 --reason typo");
    }
}
