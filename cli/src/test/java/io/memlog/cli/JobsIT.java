package io.memlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JobsIT extends CommandTest {

    private static final String JOB = """
            {"id":"j1","kind":"replay","state":"%s","request":{"projection":"vector"},
             "progress":{"total":300,"done":%d,"sent":%2$d,"skipped":0},"rate_per_second":200,
             "created_at":"2025-11-13T08:30:00.000000Z","started_at":null,"finished_at":null,"error":%s}""";

    @Test
    void replay_waits_for_its_job() {
        memlog.respond("POST /replays", 202, JOB.formatted("queued", 0, null))
                .respond("GET /jobs/j1", 200, JOB.formatted("running", 120, null))
                .respond("GET /jobs/j1", 200, JOB.formatted("completed", 300, null));

        var ended = run("replay --projection vector --user ada --rate 50");

        assertThat(ended.status()).isZero();
        assertThat(firstBody()).isEqualTo("""
                        {"projection":"vector","user_id":"ada","rate_per_second":50,"dry_run":false}""");
        assertThat(ended.out()).isEqualTo("300 sent, 0 skipped.\n");
        assertThat(ended.err()).isEqualTo("Job j1 is started.\n");
        assertThat(ended.pauses()).hasSize(1);
    }

    @Test
    void a_replay_requires_either_a_filter_or_all() {
        var nothing = run("replay --projection vector");
        var both = run("replay --projection vector --user ada --all");

        assertThat(List.of(nothing.status(), both.status())).containsOnly(2);
        assertThat(nothing.err()).startsWith("use a filter or --all\n");
        assertThat(both.err()).startsWith("--all cannot be combined with filters\n");
        assertThat(memlog.requests()).isEmpty();
    }

    @Test
    void a_dry_run_shows_what_it_would_send() {
        memlog.respond("POST /replays", 200, """
                {"count":2,"rate_per_second":200,"sample":[
                  {"memory_log_id":1,"version":3,"type":"memory_log.updated","user_id":"ada","project_id":"shop"}]}""");

        var ended = run("replay --projection graph --all --dry-run");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).isEqualTo("""
                2 memory logs match, to be sent at 200 per second.

                ID  VERSION  TYPE                USER  PROJECT
                 1        3  memory_log.updated  ada   shop
                """);
    }

    @Test
    void no_wait_returns_the_id_of_the_job() {
        memlog.respond("POST /replays", 202, JOB.formatted("queued", 0, null));

        var ended = run("replay --projection vector --all --no-wait");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).isEqualTo("Job j1 is started; memlog jobs wait j1 waits for it.\n");
        assertThat(memlog.requests()).hasSize(1);
    }

    @Test
    void waiting_continues_during_an_outage() {
        memlog.respond("GET /jobs/j1", 200, JOB.formatted("running", 10, null))
                .respond("GET /jobs/j1", 503, "{}")
                .respond("GET /jobs/j1", 200, JOB.formatted("completed", 300, null));

        var ended = run("jobs wait j1");

        assertThat(ended.status()).isZero();
    }

    @Test
    void a_failed_or_cancelled_job_has_an_exit_code_other_than_0() {
        memlog.respond("GET /jobs/j1", 200, JOB.formatted("failed", 10, "\"the log could not be read\""))
                .respond("GET /jobs/j1", 200, JOB.formatted("cancelled", 10, null));

        var failed = run("jobs wait j1");
        var stopped = run("jobs wait j1");

        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.out()).isEqualTo("The job failed after 10 of 300: the log could not be read.\n");
        assertThat(stopped.status()).isEqualTo(6);
        assertThat(stopped.out()).isEqualTo("The job was cancelled after 10 of 300.\n");
    }

    @Test
    void waiting_ends_at_its_timeout() {
        memlog.respond("GET /jobs/j1", 200, JOB.formatted("running", 10, null));

        var ended = run("jobs wait j1 --wait-timeout 0");

        assertThat(ended.status()).isEqualTo(6);
        assertThat(ended.out())
                .isEqualTo("The job is running, 10 of 300 done; memlog jobs wait j1 continues to wait.\n");
    }

    @Test
    void jobs_and_jobs_list_show_the_same() {
        var page = "{\"items\":[" + JOB.formatted("running", 10, null) + "],\"next_cursor\":\"c\"}";
        memlog.respond("GET /jobs", 200, page);

        var bare = run("jobs --state running");
        var list = run("jobs list --state running");

        assertThat(memlog.requests()).extracting(FakeMemlog.Request::call).containsOnly("GET /jobs?state=running");
        assertThat(bare.out()).isEqualTo(list.out()).isEqualTo("""
                ID  KIND    STATE    DONE   OF  CREATED               FINISHED  ERROR
                j1  replay  running    10  300  2025-11-13 08:30:00Z  -
                """);
        assertThat(bare.err()).isEqualTo("There are more; repeat the command with --cursor c to show them.\n");
    }

    @Test
    void an_option_before_the_subcommand_is_a_usage_error() {
        var ended = run("jobs -o json list");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).startsWith("--output belongs behind list\n");
    }

    @Test
    void a_job_is_cancelled() {
        memlog.respond("POST /jobs/j1/cancel", 200, JOB.formatted("cancelled", 10, null));

        var ended = run("jobs cancel j1");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).isEqualTo("The job was cancelled after 10 of 300.\n");
    }
}
