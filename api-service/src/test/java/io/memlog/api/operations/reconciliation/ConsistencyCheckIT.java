package io.memlog.api.operations.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.memlog.api.operations.deadletters.DeadLetterBuilder;
import io.memlog.schemas.inventory.EntryState;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsistencyCheckIT {

    private final SyncFixture sync = new SyncFixture();

    @AfterEach
    void workers_are_available_again() {
        sync.restoreWorkers();
    }

    @Test
    void a_check_finds_every_discrepancy_and_nothing_else() {
        var right = sync.memories(6);
        right.forEach(memory -> sync.index.holds(sync.tenant, memory, 1, EntryState.STORED));
        var missing = sync.memory();
        var stale = sync.memory();
        var damaged = sync.memory();
        var deleted = sync.memory();
        var rightlyDeleted = sync.memory();
        sync.update(stale);
        sync.delete(deleted);
        sync.delete(rightlyDeleted);
        sync.index.holds(sync.tenant, stale, 1, EntryState.STORED);
        sync.index.holds(sync.tenant, damaged, 1, EntryState.DAMAGED);
        sync.index.holds(sync.tenant, deleted, 1, EntryState.STORED);
        sync.index.holds(sync.tenant, rightlyDeleted, 2, EntryState.DELETED);
        sync.index.holds(sync.tenant, SyncFixture.UNKNOWN_MEMORY, 1, EntryState.STORED);
        var unknownTenant = new Tenant(sync.user, "elsewhere");
        sync.index.holds(unknownTenant, right.getFirst(), 1, EntryState.STORED);
        sync.acknowledgeAll();

        var job = sync.awaitFinished(sync.submit("check"));

        assertThat(sync.findings(""))
                .extracting(
                        finding -> finding.get("memory_log_id").longValue(),
                        finding -> finding.get("project_id").stringValue(),
                        finding -> finding.get("kind").stringValue(),
                        finding -> finding.get("damaged").booleanValue())
                .containsExactlyInAnyOrder(
                        tuple(missing, "p", "missing", false),
                        tuple(stale, "p", "stale", false),
                        tuple(damaged, "p", "stale", true),
                        tuple(deleted, "p", "orphaned", false),
                        tuple(SyncFixture.UNKNOWN_MEMORY, "p", "orphaned", false),
                        tuple(right.getFirst(), "elsewhere", "orphaned", false));
        assertThat(job.get("state").stringValue()).isEqualTo("completed");
        assertThat(job.at("/progress/done").longValue()).isEqualTo(11);
        assertThat(job.at("/result/missing").longValue()).isEqualTo(1);
        assertThat(job.at("/result/stale").longValue()).isEqualTo(2);
        assertThat(job.at("/result/orphaned").longValue()).isEqualTo(3);
    }

    @Test
    void an_unacknowledged_change_is_no_finding_until_its_consumer_has_caught_up() throws Exception {
        var lost = sync.memory();
        sync.awaitQuiet();

        var before = sync.awaitFinished(sync.submit("check"));
        var found = sync.findings("");
        sync.commitAll();
        sync.awaitFinished(sync.submit("check"));

        assertThat(before.at("/result/in_flight").longValue()).isEqualTo(1);
        assertThat(found).isEmpty();
        assertThat(sync.findings(""))
                .extracting(finding -> finding.get("memory_log_id").longValue())
                .containsExactly(lost);
    }

    @Test
    void a_memory_within_its_grace_period_counts_as_in_flight() {
        sync.memory();

        var job = sync.awaitFinished(sync.submit("check"));

        assertThat(job.at("/result/in_flight").longValue()).isEqualTo(1);
        assertThat(sync.findings("")).isEmpty();
    }

    @Test
    void a_memory_is_no_finding_while_its_dead_letter_is_open() {
        var memory = sync.memory();
        sync.acknowledgeAll();
        sync.sql.execute("UPDATE projection_state SET state = 'dead_letter' WHERE memory_id = ?", memory);
        var deadLetter = DeadLetterBuilder.of(Projection.VECTOR, memory, sync.user, "x");
        deadLetter.in(sync.service.kafka());
        var path = "/dead-letters/" + deadLetter.id();
        await().until(() -> sync.service.get(path).status() == 200);

        var job = sync.awaitFinished(sync.submit("check"));
        var found = sync.findings("");
        assertThat(sync.service.post(path + "/discard", "{\"reason\":\"r\"}").status())
                .isEqualTo(200);
        sync.awaitFinished(sync.submit("check"));

        assertThat(job.at("/result/in_flight").longValue()).isEqualTo(1);
        assertThat(found).isEmpty();
        assertThat(sync.findings("")).hasSize(1);
    }

    @Test
    void a_difference_that_is_only_suspected_is_in_no_list_or_count() {
        var memory = sync.memory();
        sync.acknowledgeAll();
        sync.awaitFinished(sync.submit("check"));
        sync.sql.execute(
                "UPDATE sync_finding SET state = 'suspected', suspected_at = now() WHERE memory_id = ?", memory);

        var answer = sync.service.post("/sync", """
                {"operation":"repair","projection":"vector","user_id":"%s","dry_run":true}
                """.formatted(sync.user));

        assertThat(answer.json().get("findings").longValue()).isZero();
        assertThat(sync.findings("")).isEmpty();
    }

    @Test
    void a_finding_that_no_longer_differs_is_gone_without_a_repair() {
        var memory = sync.memory();
        sync.acknowledgeAll();
        sync.awaitFinished(sync.submit("check"));
        sync.index.holds(sync.tenant, memory, 1, EntryState.STORED);

        sync.awaitFinished(sync.submit("check"));

        assertThat(sync.findings("&state=open")).isEmpty();
        assertThat(sync.findings("&state=gone")).hasSize(1);
    }

    @Test
    void a_limit_bounds_the_compared_memories() {
        sync.memories(9);
        sync.acknowledgeAll();

        var job = sync.awaitFinished(sync.service.post("/sync", """
                {"operation":"check","projection":"vector","user_id":"%s","limit":6}
                """.formatted(sync.user)));

        assertThat(job.at("/progress/total").longValue()).isEqualTo(6);
        assertThat(job.at("/result/checked").longValue()).isEqualTo(6);
        assertThat(sync.findings("")).hasSize(6);
    }

    @Test
    void a_cancelled_check_ends_as_cancelled() {
        sync.memories(3);
        sync.acknowledgeAll();
        sync.service.embeddingWorker().fails(503);
        var job = sync.submit("check");
        await().until(() -> sync.job(job).get("error").isString());

        sync.service.post(job.header("Location") + "/cancel", "");
        sync.service.embeddingWorker().fails(200);

        assertThat(sync.awaitFinished(job).get("state").stringValue()).isEqualTo("cancelled");
    }
}
