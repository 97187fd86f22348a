package io.memlog.api.memory.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.RunningService;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.search.RelatedHits;
import io.memlog.schemas.search.RelatedHits.RelatedEntity;
import io.memlog.schemas.search.RelatedHits.RelatedMemory;
import io.memlog.schemas.search.RelatedQuery;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelatedIT {

    private final RunningService service = RunningService.memory();

    @AfterEach
    void the_worker_is_well_again() {
        service.graphWorker().reset();
        var id = store();
        Awaitility.await()
                .until(() -> service.get("/memory-logs/" + id + "/related").status() == 200);
    }

    @Test
    void related_memories_are_those_that_postgres_still_knows() {
        var id = store();
        var other = store();
        var asked = new AtomicReference<RelatedQuery>();
        service.graphWorker().answersRelated(query -> {
            asked.set(query);
            return new RelatedHits(
                    List.of(related(999_999_999), related(other)),
                    List.of(new RelatedEntity("file", "Login.java", "touches")));
        });

        var answer = service.get("/memory-logs/" + id + "/related?depth=2&limit=1");

        assertThat(answer.body())
                .isEqualTo("{\"memories\":[{\"memory_log_id\":" + other
                        + ",\"task\":\"t\",\"via\":[\"Login.java\"]}],"
                        + "\"entities\":[{\"type\":\"file\",\"name\":\"Login.java\",\"relation\":\"touches\"}]}");
        assertThat(asked.get().depth()).isEqualTo(2);
        assertThat(asked.get().key().id().value()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"depth=0", "depth=4", "limit=0", "limit=101", "deep=1"})
    void invalid_parameters_are_named(String parameter) {
        var answer = service.get("/memory-logs/" + store() + "/related?" + parameter);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorLocations()).containsExactly(parameter.substring(0, parameter.indexOf("=")));
    }

    @Test
    void an_unknown_memory_has_no_relatives() {
        assertThat(service.get("/memory-logs/999999999/related").status()).isEqualTo(404);
    }

    @Test
    void an_outage_of_the_graph_is_told() {
        service.graphWorker().fails(503);

        var answer = service.get("/memory-logs/" + store() + "/related");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Memlog-Degraded")).isEqualTo("graph;reason=down");
    }

    private long store() {
        var body = """
                {"task":"t","user_id":"related","project_id":"p","raw_data":{}}""";
        return service.post("/memory-logs", body).id();
    }

    private static RelatedMemory related(long id) {
        return new RelatedMemory(new MemoryId(id), "t", List.of("Login.java"));
    }
}
