package io.memlog.api.operations.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.schemas.inventory.EntryState;
import io.memlog.schemas.memory.Tenant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RepairIT {

    private final SyncFixture sync = new SyncFixture();

    @AfterEach
    void workers_are_available_again() {
        sync.restoreWorkers();
    }

    @Test
    void a_repair_corrects_every_finding_and_records_its_job() {
        var right = sync.memory();
        var missing = sync.memory();
        var ahead = sync.memory();
        var deleted = sync.memory();
        var damaged = sync.memory();
        sync.delete(deleted);
        sync.index.holds(sync.tenant, damaged, 1, EntryState.DAMAGED);
        sync.index.holds(sync.tenant, right, 1, EntryState.STORED);
        sync.index.holds(sync.tenant, ahead, 7, EntryState.STORED);
        sync.index.holds(sync.tenant, deleted, 1, EntryState.STORED);
        sync.index.holds(sync.tenant, SyncFixture.UNKNOWN_MEMORY, 1, EntryState.STORED);
        var unknownTenant = new Tenant(sync.user, "elsewhere");
        sync.index.holds(unknownTenant, right, 1, EntryState.STORED);
        sync.acknowledgeAll();

        JsonNode job;
        try (var _ = new FakeProjectionConsumer(sync.service.kafka(), sync.index, sync.user)) {
            job = sync.awaitFinished(sync.submit("full"));
        }

        assertThat(job.at("/result/repaired").longValue()).as(job.toString()).isEqualTo(6);
        assertThat(job.at("/result/left").longValue()).isZero();
        assertThat(sync.index.of(sync.tenant)).hasSize(5);
        assertThat(sync.index.entry(sync.tenant, missing).state()).isEqualTo(EntryState.STORED);
        assertThat(sync.index.entry(sync.tenant, ahead).version()).isEqualTo(1);
        assertThat(sync.index.entry(sync.tenant, damaged).state()).isEqualTo(EntryState.STORED);
        assertThat(sync.vectorState(ahead)).isEqualTo("pending");
        assertThat(sync.vectorState(damaged)).isEqualTo("pending");
        assertThat(sync.index.entry(sync.tenant, deleted).state()).isEqualTo(EntryState.DELETED);
        assertThat(sync.index.of(unknownTenant)).isEmpty();
        assertThat(sync.findings("&state=open")).isEmpty();
        assertThat(sync.findings("&state=repaired"))
                .extracting(finding -> finding.at("/repair/job").stringValue())
                .hasSize(6)
                .containsOnly(job.get("id").stringValue());
        assertThat(sync.vectorState(right)).isEqualTo("stored");
    }

    @Test
    void a_repair_completes_while_the_memories_are_updated() throws Exception {
        var memories = sync.memories(12);
        sync.acknowledgeAll();

        try (var followed = new FakeProjectionConsumer(sync.service.kafka(), sync.index, sync.user)) {
            var writing = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 3; i++) {
                    memories.forEach(sync::update);
                }
            });
            var job = sync.awaitFinished(sync.submit("full"));
            writing.get();
            await().untilAsserted(() -> assertThat(sync.index.of(sync.tenant).values())
                    .hasSize(12)
                    .allMatch(entry -> entry.version() == 4));

            assertThat(job.get("state").stringValue()).isEqualTo("completed");
            assertThat(followed.replayed()).isLessThanOrEqualTo(24);
        }
    }

    @Test
    void a_finding_that_its_consumer_does_not_repair_stays_open() {
        sync.memory();
        sync.acknowledgeAll();

        var job = sync.awaitFinished(sync.submit("full"));

        assertThat(job.at("/result/left").longValue()).isEqualTo(1);
        assertThat(sync.findings("&state=open"))
                .extracting(finding -> finding.at("/repair/what").stringValue())
                .containsExactly("sent");
    }

    @Test
    void a_full_job_waits_for_an_unavailable_index_without_findings_or_messages() {
        var memories = sync.memories(9);
        memories.forEach(memory -> sync.index.holds(sync.tenant, memory, 1, EntryState.STORED));
        sync.acknowledgeAll();
        sync.service.embeddingWorker().fails(503);

        var job = sync.submit("full");
        await().until(() -> sync.job(job).get("error").toString().contains("waiting: the vector index"));
        var meanwhile = sync.findings("");
        sync.service.embeddingWorker().fails(200);
        var end = sync.awaitFinished(job);

        assertThat(meanwhile).isEmpty();
        assertThat(sync.findings("")).isEmpty();
        assertThat(end.get("state").stringValue()).isEqualTo("completed");
        assertThat(end.at("/progress/sent").longValue()).isZero();
        assertThat(end.at("/result/checked").longValue()).isEqualTo(9);
    }

    @Test
    void a_cancelled_job_ends_although_its_index_is_unavailable_and_makes_room_for_the_next() {
        sync.memories(3);
        sync.acknowledgeAll();
        sync.service.embeddingWorker().fails(503);
        var job = sync.submit("full");
        await().until(() -> sync.job(job).get("error").toString().contains("waiting: the vector index"));

        sync.service.post(job.header("Location") + "/cancel", "");

        assertThat(sync.awaitFinished(job).get("state").stringValue()).isEqualTo("cancelled");
        var next = sync.submit("repair");
        assertThat(next.status()).isEqualTo(202);
        sync.service.embeddingWorker().fails(200);
        sync.awaitFinished(next);
    }

    @Test
    void a_repair_of_the_same_tenant_and_index_conflicts_with_the_first() {
        sync.memory();
        sync.acknowledgeAll();
        var first = sync.submit("full");

        var second = sync.submit("repair");
        var other = sync.service.post("/sync", """
                {"operation":"repair","user_id":"another"}
                """);
        var check = sync.submit("check");
        var third = sync.service.post("/sync", """
                {"operation":"rebuild","projection":"vector"}
                """);

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.json().get("detail").stringValue())
                .contains(first.json().get("id").stringValue());
        assertThat(third.status()).isEqualTo(409);
        assertThat(check.status()).isEqualTo(202);
        assertThat(other.status()).isEqualTo(202);
        sync.awaitFinished(first);
        sync.awaitFinished(other);
        sync.awaitFinished(check);
    }
}
