package io.memlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ArchiveIT {

    private static final String JOB = """
            {"id":"j1","kind":"%s","state":"%s","request":{},"progress":{"total":49,"done":49,"sent":40,"skipped":9},
             "finished_at":null,"error":null}""";

    private final StandIn memlog = new StandIn();

    @AfterEach
    void stop() {
        memlog.close();
    }

    @Test
    void archiving_is_waited_for() {
        memlog.answers("POST /archive", 202, JOB.formatted("archive", "queued"))
                .answers("GET /jobs/j1", 200, JOB.formatted("archive", "completed"));

        var ended = run("archive run", "--older-than", "90d");

        assertThat(ended.status()).isZero();
        assertThat(memlog.asked().getFirst().body()).isEqualTo("{\"older_than\":\"90d\",\"dry_run\":false}");
        assertThat(ended.out()).isEqualTo("40 archived.\n");
    }

    @Test
    void a_dry_run_shows_how_many_would_leave() {
        memlog.answers("POST /archive", 200, "{\"count\":7,\"before\":\"2026-01-01T00:00:00.000000Z\"}");

        var ended = run("archive run", "--before", "2026-01-01", "--dry-run");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).isEqualTo("7 superseded events were recorded before 2026-01-01 00:00:00Z.\n");
    }

    @Test
    void files_are_listed() {
        memlog.answers("GET /archive", 200, """
                {"items":[{"name":"e.ndjson.gz","events":20,"bytes":900,"first_recorded_at":"2025-11-13T08:30:00.000000Z",
                  "last_recorded_at":"2025-11-14T08:30:00.000000Z","restored_at":null}]}""");

        var ended = run("archive list");

        assertThat(ended.out()).isEqualTo("""
                FILE         EVENTS  BYTES  FIRST                 LAST                  RESTORED
                e.ndjson.gz      20    900  2025-11-13 08:30:00Z  2025-11-14 08:30:00Z  -
                """);
    }

    @Test
    void a_file_is_restored() {
        memlog.answers("POST /archive/restore", 202, JOB.formatted("archive_restore", "queued"))
                .answers("GET /jobs/j1", 200, JOB.formatted("archive_restore", "completed"));

        var ended = run("archive restore", "e.ndjson.gz");

        assertThat(memlog.asked().getFirst().body()).isEqualTo("{\"file\":\"e.ndjson.gz\"}");
        assertThat(ended.out()).isEqualTo("40 restored, 9 were there.\n");
    }

    @Test
    void what_is_meant_has_to_be_said() {
        var noTime = run("archive run");
        var noFile = run("archive restore");
        var both = run("archive restore", "--all", "e.ndjson.gz");

        assertThat(List.of(noTime.status(), noFile.status(), both.status())).containsOnly(2);
        assertThat(noTime.err()).startsWith("say either --older-than or --before\n");
        assertThat(noFile.err()).startsWith("say which file, or --all\n");
        assertThat(both.err()).startsWith("--all does not go with a file\n");
        assertThat(memlog.asked()).isEmpty();
    }

    private Run.Ended run(String command, String... arguments) {
        return Run.memlog(memlog, command, arguments);
    }
}
