package io.memlog.api.operations.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.schemas.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Checkpoints are stored: a job or round that another version started continues from them.
class CheckpointJsonTest {

    @ParameterizedTest
    @ValueSource(strings = {"""
                {"started_at":"2025-11-13T08:00:00.000000Z","memories":9,"nanos":7,"suspects":1,
                 "last":{"user_id":"u","project_id":"p"},"current":{"user_id":"u","project_id":"p"},"above":5,
                 "clean":false,"digest":{"memories":3,"versions":4,"newest":"2025-11-13T08:00:00.000000Z"},
                 "strangers":[{"user_id":"v","project_id":"p"}],"after":"key","phase":"OF_THE_INDEX",
                 "confirming":"2025-11-13T08:00:00.000000Z","ends":{"memory-log-events-0":7}}
                """, """
                {"started_at":"2025-11-13T08:00:00.000000Z","memories":0,"nanos":0,"suspects":0,"last":null,
                 "current":null,"above":0,"clean":true,"digest":null,"strangers":[],"after":null,
                 "phase":"NO_MORE","confirming":null,"ends":null}
                """})
    void a_stored_check_is_read_and_written_unchanged(String stored) {
        assertThatIsKept(stored, CheckCheckpoint.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sent", "erased"})
    void a_stored_repair_is_read_and_written_unchanged(String action) {
        assertThatIsKept("""
                {"after":1,"begun":2,"up_to":3,
                 "batch":[{"memory":{"id":7,"tenant":{"user_id":"u","project_id":"p"}},"remedy":"%s","purge":3,"due":true}],
                 "sending":true,"since":"2025-11-13T08:00:00.000000Z"}
                """.formatted(action), RepairCheckpoint.class);
    }

    @ParameterizedTest
    @ValueSource(strings = """
                {"stage":1,"begun":true,"at":{"after":4},
                 "tally":{"checked":1,"in_flight":2,"missing":3,"stale":4,"orphaned":5,"gone":6,"repaired":7,"left":8}}
                """)
    void a_stored_job_is_read_and_written_unchanged(String stored) {
        assertThatIsKept(stored, SyncCheckpoint.class);
    }

    private static void assertThatIsKept(String stored, Class<?> type) {
        var json = Json.mapper().readTree(stored);

        var checkpoint = Json.mapper().treeToValue(json, type);

        assertThat(Json.mapper().readTree(Json.mapper().writeValueAsString(checkpoint)))
                .isEqualTo(json);
    }
}
