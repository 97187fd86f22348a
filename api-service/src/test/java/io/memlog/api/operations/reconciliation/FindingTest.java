package io.memlog.api.operations.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.operations.reconciliation.CheckRunRepository.CheckRun;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FindingTest {

    @Test
    void a_finding_is_written_as_the_contract_has_it() {
        var repair = new Finding.Attempt(Discrepancy.Action.RESEND, Instant.EPOCH, new UUID(0, 1));

        assertThat(json(finding(null))).isEqualTo("""
                {"projection":"vector","memory_log_id":7,"user_id":"u","project_id":"p","kind":"stale","damaged":true,\
                "log_version":2,"index_version":null,"first_seen":"1970-01-01T00:00:00.000000Z",\
                "last_seen":"1970-01-01T00:00:00.000000Z","state":"gone","repair":null}""");
        assertThat(json(finding(repair))).endsWith("""
                "repair":{"what":"sent","at":"1970-01-01T00:00:00.000000Z","job":"00000000-0000-0000-0000-000000000001"}}\
                """);
    }

    @Test
    void a_check_is_written_as_the_contract_has_it() {
        var run = new CheckRun(Instant.EPOCH, Instant.EPOCH, 4, 10_000_000);

        assertThat(json(run)).isEqualTo("""
                {"started_at":"1970-01-01T00:00:00.000000Z","ended_at":"1970-01-01T00:00:00.000000Z","memories":4,\
                "milliseconds_per_memory":2.5}""");
    }

    private static Finding finding(Finding.@Nullable Attempt repair) {
        return new Finding(
                1,
                Projection.VECTOR,
                new MemoryId(7),
                new Tenant("u", "p"),
                new Discrepancy(Discrepancy.Kind.STALE, true, 2L, null),
                Instant.EPOCH,
                Instant.EPOCH,
                Finding.State.RESOLVED,
                repair);
    }

    private static String json(Object value) {
        return Json.mapper().valueToTree(value).toString();
    }
}
