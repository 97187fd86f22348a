package io.memlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArchiveIT extends CommandTest {

    private static final String JOB = """
            {"id":"j1","kind":"%s","state":"%s","request":{},"progress":{"total":49,"done":49,"sent":40,"skipped":9},
             "finished_at":null,"error":null}""";

    @Test
    void archive_run_waits_for_its_job() {
        memlog.respond("POST /archive", 202, JOB.formatted("archive", "queued"))
                .respond("GET /jobs/j1", 200, JOB.formatted("archive", "completed"));

        var ended = run("archive run --older-than 90d");

        assertThat(ended.status()).isZero();
        assertThat(firstBody()).isEqualTo("""
                {"older_than":"90d","dry_run":false}""");
        assertThat(ended.out()).isEqualTo("40 archived.\n");
    }

    @Test
    void a_dry_run_shows_how_many_events_match() {
        memlog.respond("POST /archive", 200, """
                {"count":7,"before":"2026-01-01T00:00:00.000000Z"}""");

        var ended = run("archive run --before 2026-01-01 --dry-run");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).isEqualTo("7 superseded events were recorded before 2026-01-01 00:00:00Z.\n");
    }

    @Test
    void files_are_listed() {
        memlog.respond("GET /archive", 200, """
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
        memlog.respond("POST /archive/restore", 202, JOB.formatted("archive_restore", "queued"))
                .respond("GET /jobs/j1", 200, JOB.formatted("archive_restore", "completed"));

        var ended = run("archive restore e.ndjson.gz");

        assertThat(firstBody()).isEqualTo("""
                {"file":"e.ndjson.gz"}""");
        assertThat(ended.out()).isEqualTo("40 restored, 9 already present.\n");
    }

    @Test
    void an_ambiguous_selection_is_a_usage_error() {
        var noTime = run("archive run");
        var noFile = run("archive restore");
        var both = run("archive restore --all e.ndjson.gz");

        assertThat(List.of(noTime.status(), noFile.status(), both.status())).containsOnly(2);
        assertThat(noTime.err()).startsWith("use either --older-than or --before\n");
        assertThat(noFile.err()).startsWith("use a file or --all\n");
        assertThat(both.err()).startsWith("--all cannot be combined with a file\n");
        assertThat(memlog.requests()).isEmpty();
    }
}
