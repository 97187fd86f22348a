package io.memlog.api.operations.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyncRequestsIT {

    private final SyncFixture sync = new SyncFixture();

    @AfterEach
    void workers_are_available_again() {
        sync.restoreWorkers();
    }

    @Test
    void a_dry_run_counts_and_starts_no_job() {
        sync.memories(3);

        var answer = sync.service.post("/sync", """
                {"operation":"rebuild","user_id":"%s","dry_run":true}
                """.formatted(sync.user));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("""
                {"operation":"rebuild","tenants":1,"memories":3,"findings":0}\
                """);
    }

    @Test
    void many_memories_are_counted_in_parts_and_estimated_for_a_job() {
        var sql = sync.service.bean(DSLContext.class);
        var log = sync.service.bean(LogInventoryRepository.class);
        var user = sync.user + "-many";
        sql.execute("""
                INSERT INTO memory_log (memory_id, version, user_id, project_id, date_first, date_last, tags, state,
                                        updated_at)
                SELECT -id, 1, ?, 'p' || id % 3, now(), now(), '{}', '{}', now() FROM generate_series(1, 150000) AS id
                """, user);
        sql.execute("ANALYZE memory_log");
        var scope = new TenantScope(user, null);

        var extent = log.extent(scope);
        var all = log.estimate(scope);
        var few = log.estimate(new TenantScope(user, "p1"));

        sql.execute("DELETE FROM memory_log WHERE user_id = ?", user);
        assertThat(extent).isEqualTo(new LogInventoryRepository.Extent(3, 150_000));
        assertThat(all).isBetween(120_000L, 180_000L);
        assertThat(few).isEqualTo(50_000);
    }

    @Test
    void the_statistics_count_open_findings_and_show_the_scheduler() {
        sync.memory();
        sync.acknowledgeAll();
        sync.awaitFinished(sync.submit("check"));

        var answer = sync.service.get("/sync").json();

        assertThat(answer.at("/projections/vector/findings/open/missing").longValue())
                .isPositive();
        assertThat(answer.at("/scheduler/state").stringValue()).isEqualTo("off");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            {};#/operation
            {"operation":"mend"};#/operation
            {"operation":"check","projection":"chroma"};#/projection
            {"operation":"check","limit":0};#/limit
            {"operation":"rebuild","limit":1};#/limit
            {"operation":"check","dry_run":1};#/dry_run
            {"operation":"check","user_id":" "};#/user_id
            {"operation":"check","consumer":"vector"};#/consumer
            """)
    void an_invalid_request_names_the_wrong_member(String body, String place) {
        var answer = sync.service.post("/sync", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorLocations()).containsExactly(place);
    }

    @ParameterizedTest
    @CsvSource({"kind=damaged, kind", "state=closed, state", "projection=x, projection", "cursor=x, cursor"})
    void an_invalid_query_names_the_wrong_parameter(String query, String place) {
        var answer = sync.service.get("/sync/findings?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorLocations()).containsExactly(place);
    }
}
