package io.memlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobsIT {

    private static final String JOB = """
            {"id":"j1","kind":"replay","state":"%s","request":{"projection":"vector"},
             "progress":{"total":300,"done":%d,"sent":%2$d,"skipped":0},"rate_per_second":200,
             "created_at":"2025-11-13T08:30:00.000000Z","started_at":null,"finished_at":null,"error":%s}""";

    private final StandIn memlog = new StandIn();

    @AfterEach
    void stop() {
        memlog.close();
    }

    @Test
    void a_replay_is_waited_for() {
        memlog.answers("POST /replays", 202, JOB.formatted("queued", 0, null))
                .answers("GET /jobs/j1", 200, JOB.formatted("running", 120, null))
                .answers("GET /jobs/j1", 200, JOB.formatted("completed", 300, null));

        var ended = run("replay", "--projection", "vector", "--user", "ada", "--rate", "50");

        assertThat(ended.status()).isZero();
        assertThat(memlog.asked().getFirst().body())
                .isEqualTo("{\"projection\":\"vector\",\"user_id\":\"ada\",\"rate_per_second\":50,\"dry_run\":false}");
        assertThat(ended.out()).isEqualTo("300 sent, 0 skipped.\n");
        assertThat(ended.err()).isEqualTo("Job j1 is started.\n");
        assertThat(ended.pauses()).hasSize(1);
    }

    @Test
    void a_replay_of_everything_has_to_be_asked_for() {
        var nothing = run("replay", "--projection", "vector");
        var both = run("replay", "--projection", "vector", "--user", "ada", "--all");

        assertThat(List.of(nothing.status(), both.status())).containsOnly(2);
        assertThat(nothing.err()).startsWith("say which memory logs, or --all\n");
        assertThat(both.err()).startsWith("--all does not go with what limits it\n");
        assertThat(memlog.asked()).isEmpty();
    }

    @Test
    void a_dry_run_shows_what_it_would_send() {
        memlog.answers("POST /replays", 200, """
                {"count":2,"rate_per_second":200,"sample":[
                  {"memory_log_id":1,"version":3,"type":"memory_log.updated","user_id":"ada","project_id":"shop"}]}""");

        var ended = run("replay", "--projection", "graph", "--all", "--dry-run");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).isEqualTo("""
                2 memory logs match, which would be sent at 200 a second.

                ID  VERSION  TYPE                USER  PROJECT
                 1        3  memory_log.updated  ada   shop
                """);
    }

    @Test
    void who_does_not_wait_learns_how_to_later() {
        memlog.answers("POST /replays", 202, JOB.formatted("queued", 0, null));

        var ended = run("replay", "--projection", "vector", "--all", "--no-wait");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).isEqualTo("Job j1 is started; memlog jobs wait j1 waits for it.\n");
        assertThat(memlog.asked()).hasSize(1);
    }

    @Test
    void an_outage_does_not_end_the_waiting() {
        memlog.answers("GET /jobs/j1", 200, JOB.formatted("running", 10, null))
                .answers("GET /jobs/j1", 503, "{}")
                .answers("GET /jobs/j1", 200, JOB.formatted("completed", 300, null));

        var ended = run("jobs wait", "j1");

        assertThat(ended.status()).isZero();
    }

    @Test
    void a_job_that_failed_or_was_stopped_is_no_success() {
        memlog.answers("GET /jobs/j1", 200, JOB.formatted("failed", 10, "\"the log could not be read\""))
                .answers("GET /jobs/j1", 200, JOB.formatted("cancelled", 10, null));

        var failed = run("jobs wait", "j1");
        var stopped = run("jobs wait", "j1");

        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.out()).isEqualTo("The job failed after 10 of 300: the log could not be read.\n");
        assertThat(stopped.status()).isEqualTo(6);
        assertThat(stopped.out()).isEqualTo("The job was cancelled after 10 of 300.\n");
    }

    @Test
    void waiting_ends_before_the_job_when_it_takes_too_long() {
        memlog.answers("GET /jobs/j1", 200, JOB.formatted("running", 10, null));

        var ended = run("jobs wait", "j1", "--wait-at-most", "0");

        assertThat(ended.status()).isEqualTo(6);
        assertThat(ended.out()).isEqualTo("The job is running, 10 of 300 done; memlog jobs wait j1 goes on waiting.\n");
    }

    @Test
    void jobs_are_listed_with_and_without_saying_list() {
        var page = "{\"items\":[" + JOB.formatted("running", 10, null) + "],\"next_cursor\":\"c\"}";
        memlog.answers("GET /jobs", 200, page);

        var bare = run("jobs", "--state", "running");
        var list = run("jobs list", "--state", "running");

        assertThat(memlog.asked()).extracting(StandIn.Asked::call).containsOnly("GET /jobs?state=running");
        assertThat(bare.out()).isEqualTo(list.out()).isEqualTo("""
                ID  KIND    STATE    DONE   OF  CREATED               FINISHED  ERROR
                j1  replay  running    10  300  2025-11-13 08:30:00Z  -
                """);
        assertThat(bare.err()).isEqualTo("There are more; the same with --cursor c shows them.\n");
    }

    @Test
    void an_option_in_the_wrong_place_does_not_go_unnoticed() {
        var ended = Run.memlog("jobs", "-o", "json", "list");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).startsWith("--output has its place behind list\n");
    }

    @Test
    void a_job_is_stopped() {
        memlog.answers("POST /jobs/j1/cancel", 200, JOB.formatted("cancelled", 10, null));

        var ended = run("jobs cancel", "j1");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).isEqualTo("The job was cancelled after 10 of 300.\n");
    }

    private Run.Ended run(String command, String... arguments) {
        return Run.memlog(memlog, command, arguments);
    }
}
