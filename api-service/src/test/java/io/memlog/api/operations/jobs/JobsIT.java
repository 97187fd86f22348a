package io.memlog.api.operations.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.Answer;
import io.memlog.api.RunningService;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.transaction.support.TransactionOperations;

class JobsIT {

    private final RunningService service = RunningService.maintenance();

    @Test
    void a_job_shows_its_request_state_and_progress() {
        var job = service.awaitFinished(replay());

        assertThat(job.get("kind").stringValue()).isEqualTo("replay");
        assertThat(job.get("state").stringValue()).isEqualTo("completed");
        assertThat(job.at("/request/projection").stringValue()).isEqualTo("vector");
        assertThat(job.get("rate_per_second").intValue()).isEqualTo(200);
        assertThat(job.get("created_at").stringValue()).matches("\\d{4}-.*\\.\\d{6}Z");
        assertThat(job.get("started_at").isString()).isTrue();
        assertThat(job.get("error").isNull()).isTrue();
        assertThat(job.propertyNames())
                .containsExactly(
                        "id",
                        "kind",
                        "state",
                        "request",
                        "progress",
                        "rate_per_second",
                        "created_at",
                        "started_at",
                        "finished_at",
                        "error");
    }

    @Test
    void jobs_are_listed_newest_first_page_by_page() {
        var first = service.awaitFinished(replay()).get("id");
        var second = service.awaitFinished(replay()).get("id");

        var page = service.get("/jobs?kind=replay&state=completed&limit=1").json();
        var cursor = page.get("next_cursor").stringValue();
        var next = service.get("/jobs?kind=replay&state=completed&limit=1&cursor=" + cursor)
                .json();

        assertThat(page.at("/items/0/id")).isEqualTo(second);
        assertThat(next.at("/items/0/id")).isEqualTo(first);
    }

    @Test
    void a_cursor_of_another_list_is_invalid() {
        service.awaitFinished(replay());
        service.awaitFinished(replay());

        var cursor = service.get("/jobs?state=completed&limit=1")
                .json()
                .get("next_cursor")
                .stringValue();
        var answer = service.get("/jobs?state=failed&limit=1&cursor=" + cursor);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorLocations()).containsExactly("cursor");
    }

    @Test
    void cancelling_a_job_that_has_ended_is_a_conflict() {
        var job = service.awaitFinished(replay());

        var answer = service.post("/jobs/" + job.get("id").stringValue() + "/cancel", "");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().get("detail").stringValue()).contains("completed");
    }

    @Test
    void a_lease_is_renewed_while_a_step_of_another_job_is_saved() {
        var sql = service.bean(DSLContext.class);
        var transaction = service.bean(TransactionOperations.class);
        var anHour = new JobProperties(1, Duration.ofHours(1), Duration.ofSeconds(1));
        var jobs = new JobRepository(sql, transaction, anHour, Clock.systemUTC());
        var kind = "lease-" + UUID.randomUUID();
        var saving = running(kind);
        var other = running(kind);

        transaction.executeWithoutResult(_ -> {
            assertThat(jobs.lock(saving.id(), saving.owner())).isPresent();
            CompletableFuture.runAsync(() -> jobs.renew(List.of(saving.owner(), other.owner())))
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
        });

        assertThat(sql.fetch("SELECT id FROM job WHERE kind = ? AND leased_until > now() + interval '30 minutes'", kind)
                        .into(UUID.class))
                .containsExactly(other.id().value());
        sql.execute("DELETE FROM job WHERE kind = ?", kind);
    }

    private RunningJob running(String kind) {
        var jobs = service.bean(JobRepository.class);
        var id = service.bean(JobQueue.class).submit(kind, Map.of(), null, 0).id();
        var owner = UUID.randomUUID();
        assertThat(jobs.claim(List.of(kind), owner, List.of())).isPresent();
        return new RunningJob(id, owner);
    }

    private record RunningJob(JobId id, UUID owner) {}

    @Test
    void an_unknown_job_is_not_found() {
        assertThat(service.get("/jobs/" + UUID.randomUUID()).status()).isEqualTo(404);
        assertThat(service.get("/jobs/nonsense").status()).isEqualTo(404);
        assertThat(service.post("/jobs/" + UUID.randomUUID() + "/cancel", "").status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"kind=rebuild, kind", "state=done, state", "limit=0, limit", "cursor=x, cursor", "owner=me, owner"})
    void invalid_parameters_are_named(String query, String place) {
        var answer = service.get("/jobs?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorLocations()).containsExactly(place);
    }

    @Test
    void jobs_are_counted_by_kind_and_outcome() {
        service.awaitFinished(replay());

        var meters = service.get("/actuator/prometheus").body();

        assertThat(meters).contains("memlog_jobs_running{kind=\"replay\"}");
        await().untilAsserted(
                        () -> assertThat(service.get("/actuator/prometheus").body())
                                .contains("memlog_jobs_ended_total{kind=\"replay\",outcome=\"completed\"}"));
    }

    private Answer replay() {
        var user = "jobs-" + UUID.randomUUID();
        service.post("/memory-logs", """
                {"task":"t","user_id":"%s","project_id":"p","raw_data":{}}
                """.formatted(user));
        return service.post("/replays", """
                {"projection":"vector","user_id":"%s"}
                """.formatted(user));
    }
}
