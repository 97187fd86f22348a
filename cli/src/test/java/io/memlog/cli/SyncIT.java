package io.memlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SyncIT extends CommandTest {

    private static final String JOB = """
            {"id":"j1","kind":"sync","state":"%s","request":{"operation":"%s"},
             "progress":{"total":20,"done":20,"sent":4,"skipped":0},
             "result":{"checked":20,"in_flight":0,"missing":%d,"stale":2,"orphaned":1,"gone":0,"repaired":4,"left":%d},
             "finished_at":null,"error":null}""";

    @Test
    void a_check_with_discrepancies_ends_with_partial() {
        ends("check", 1, 0);

        var ended = run("sync check --projection graph --user ada --limit 10");

        assertThat(firstBody()).isEqualTo("""
                                {"operation":"check","projection":"graph","user_id":"ada","limit":10,"dry_run":false}""");
        assertThat(ended.out()).isEqualTo("20 compared: 1 missing, 2 stale, 1 orphaned.\n");
        assertThat(ended.status()).isEqualTo(6);
    }

    @Test
    void a_repair_that_leaves_nothing_ends_with_done() {
        ends("repair", 0, 0);

        var ended = run("sync repair");

        assertThat(ended.out()).isEqualTo("4 repaired, 0 resolved by themselves, 0 left.\n");
        assertThat(ended.status()).isZero();
    }

    @Test
    void a_full_run_that_leaves_something_ends_with_partial() {
        ends("full", 1, 2);

        var ended = run("sync full");

        assertThat(ended.out())
                .isEqualTo(
                        "20 compared: 1 missing, 2 stale, 1 orphaned; 4 repaired, 0 resolved by themselves, 2 left.\n");
        assertThat(ended.status()).isEqualTo(6);
    }

    @Test
    void a_rebuild_shows_what_it_sent_and_what_the_check_found() {
        ends("rebuild", 0, 0);

        var ended = run("sync rebuild --projection vector");

        assertThat(firstBody()).isEqualTo("""
                {"operation":"rebuild","projection":"vector","dry_run":false}""");
        assertThat(ended.out()).isEqualTo("4 sent; 20 compared: 0 missing, 2 stale, 1 orphaned.\n");
        assertThat(ended.status()).isEqualTo(6);
    }

    @Test
    void status_shows_the_findings_of_each_projection() {
        memlog.respond("GET /sync", 200, """
                {"projections":{
                   "vector":{"last_check":{"started_at":"2025-11-13T08:29:00.000000Z","ended_at":"2025-11-13T08:30:00.000000Z",
                             "memories":20,"milliseconds_per_memory":0.2},
                             "findings":{"open":{"missing":1,"stale":0,"orphaned":0}},"jobs":["j1"]},
                   "graph":{"last_check":null,"findings":{"open":{"missing":0,"stale":0,"orphaned":0}},"jobs":[]}},
                 "scheduler":{"state":"waiting"}}""");

        var ended = run("sync status");

        assertThat(ended.out()).isEqualTo("""
                PROJECTION  LAST COMPARED         MEMORIES  MISSING  STALE  ORPHANED  JOBS
                vector      2025-11-13 08:30:00Z        20        1      0         0     1
                graph       -                            -        0      0         0     0

                The continuous check is waiting.
                """);
    }

    @Test
    void a_dry_run_counts_memories_projects_and_findings() {
        memlog.respond("POST /sync", 200, """
                {"operation":"check","tenants":2,"memories":7,"findings":3}""");

        var ended = run("sync check --dry-run");

        assertThat(ended.out()).isEqualTo("7 memory logs of 2 projects would be compared; 3 findings are open.\n");
    }

    @Test
    void findings_are_listed() {
        memlog.respond("GET /sync/findings", 200, """
                {"items":[{"projection":"vector","memory_log_id":7,"user_id":"ada","project_id":"shop","kind":"stale",
                  "damaged":false,"log_version":3,"index_version":2,"first_seen":"2025-11-13T08:30:00.000000Z",
                  "last_seen":"2025-11-13T08:30:00.000000Z","state":"open","repair":null}],"next_cursor":null}""");

        var ended = run("sync findings --state open");

        assertThat(ended.out()).isEqualTo("""
                PROJECTION  MEMORY  KIND   LOG VERSION  PROJECTED  STATE  LAST SEEN             USER  PROJECT
                vector           7  stale            3          2  open   2025-11-13 08:30:00Z  ada   shop
                """);
    }

    private void ends(String operation, int missing, int left) {
        memlog.respond("POST /sync", 202, JOB.formatted("queued", operation, missing, left))
                .respond("GET /jobs/j1", 200, JOB.formatted("completed", operation, missing, left));
    }
}
