package io.memlog.api.operations.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RebuildIT {

    private final SyncFixture sync = new SyncFixture();

    @AfterEach
    void workers_are_available_again() {
        sync.restoreWorkers();
    }

    @Test
    void a_rebuild_fills_an_empty_index_with_the_stored_vectors() throws Exception {
        var memories = sync.memories(5);
        sync.delete(memories.getLast());
        sync.acknowledgeAll();
        sync.sql.execute(
                "INSERT INTO memory_embedding (memory_id, version, model, dimensions, vectors) VALUES (?, 1, 'm', 2, ?)",
                memories.getFirst(),
                new Float[] {1.5f, -2f});

        JsonNode job;
        try (var followed = new FakeProjectionConsumer(sync.service.kafka(), sync.index, sync.user)) {
            var accepted = sync.submit("rebuild");
            await().until(() -> followed.replayed() == 5);
            sync.commitAll();
            job = sync.awaitFinished(accepted);
        }

        assertThat(job.get("state").stringValue()).isEqualTo("completed");
        assertThat(job.at("/progress/sent").longValue()).isEqualTo(5);
        assertThat(sync.index.of(sync.tenant)).hasSize(5);
        assertThat(sync.findings("")).isEmpty();
    }
}
