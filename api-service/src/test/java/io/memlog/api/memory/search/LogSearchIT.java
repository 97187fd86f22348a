package io.memlog.api.memory.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.Answer;
import io.memlog.api.RunningService;
import io.memlog.schemas.json.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/// Searches while no index answers.
class LogSearchIT {

    private final RunningService service = RunningService.memory();

    @BeforeEach
    void no_index_answers() {
        service.embeddingWorker().fails(503);
        service.graphWorker().fails(503);
    }

    @AfterEach
    void the_workers_are_reset() {
        service.embeddingWorker().reset();
        service.graphWorker().reset();
        Awaitility.await()
                .until(() ->
                        search("t", "tea", Map.of()).header("Memlog-Degraded").isEmpty());
    }

    @Test
    void words_of_a_query_are_found_in_the_log_and_the_answer_says_so() {
        var one = store("log", "a", "The gardener pruned the apple trees");
        var both = store("log", "b", "The gardener pruned the pear trees in the orchard");
        store("log", "a", "A ship sailed at noon");
        store("another", "a", "The gardener pruned the apple trees in the orchard");
        var deleted = store("log", "a", "The gardener left the orchard");
        assertThat(service.delete("/memory-logs/" + deleted).status()).isEqualTo(204);

        var answer = search("log", "who prunes trees of the orchard?", Map.of());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Memlog-Degraded"))
                .isEqualTo("vector;reason=down, text;reason=down, graph;reason=down");
        assertThat(memories(answer)).containsExactly(both, one);
        var best = answer.json().get(0);
        assertThat(best.get("matched_by").toString()).isEqualTo("[\"postgres\"]");
        assertThat(best.get("document").stringValue()).contains("pear trees in the orchard");
        assertThat(best.get("score").doubleValue()).isBetween(0.0, 1.0);
        assertThat(best.get("distance").isNull()).isTrue();
        assertThat(memories(search("log", "gardener", Map.of("mode", "text", "filters", Map.of("agent", "a")))))
                .containsExactly(one);
    }

    @Test
    void a_memory_is_found_below_many_newer_ones() {
        var oldest = store("many", "a", "The lighthouse has a new lamp");
        IntStream.range(0, 250).forEach(number -> store("many", "a", "Nothing happened on day " + number));

        assertThat(memories(search("many", "lighthouse", Map.of()))).containsExactly(oldest);
    }

    @Test
    void what_the_log_cannot_answer_is_unavailable_and_no_empty_result() {
        var memory = store("alone", "a", "The lighthouse has a new lamp");

        for (var more : List.of(
                Map.<String, Object>of("mode", "vector"),
                Map.<String, Object>of("mode", "graph"),
                Map.<String, Object>of("min_similarity", 0.5))) {
            assertThat(search("alone", "lighthouse", more).status()).isEqualTo(503);
        }
        assertThat(search("alone", "a paraphrase", Map.of()).status()).isEqualTo(503);
        assertThat(memories(search("alone", "lighthouse", Map.of()))).containsExactly(memory);
    }

    @Test
    void names_of_the_tenant_and_the_agent_are_no_words_of_a_memory() {
        store("shop", "gardener", "The lighthouse has a new lamp");

        assertThat(search("shop", "gardener shop", Map.of()).status()).isEqualTo(503);
    }

    @Test
    void a_log_that_does_not_answer_in_time_leaves_the_search_unavailable() {
        store("slow", "a", "The lighthouse has a new lamp");
        var sql = service.bean(DSLContext.class);

        service.bean(TransactionTemplate.class).executeWithoutResult(_ -> {
            sql.execute("lock table memory_log in access exclusive mode");
            assertThat(search("slow", "lighthouse", Map.of()).status()).isEqualTo(503);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"the of and", "\"", "a & b | !c:* <-> (", "'", "\\", "http://h/p?a=b&c=d", "\uD83C\uDF05"})
    void no_query_is_an_error(String query) {
        var memory = store("odd", "a", "The lighthouse has a new lamp");

        assertThat(search("odd", query, Map.of()).status()).isEqualTo(503);
        assertThat(memories(search("odd", query + " lighthouse", Map.of()))).contains(memory);
    }

    private Answer search(String user, String query, Map<String, Object> more) {
        var body = Json.mapper().createObjectNode();
        body.put("query", query).put("user_id", user).put("project_id", "p");
        more.forEach((name, value) -> body.set(name, Json.mapper().valueToTree(value)));
        return service.post("/memory-logs/search", body.toString());
    }

    private static List<Long> memories(Answer answer) {
        return answer.json()
                .valueStream()
                .map((JsonNode hit) -> hit.get("memory_log_id").longValue())
                .toList();
    }

    private long store(String user, String agent, String summary) {
        return service.post("/memory-logs", """
                {"task":"t","user_id":"%s","project_id":"p","agent":"%s","date":"2025-11-13",
                 "raw_data":{"summary":"%s"}}""".formatted(user, agent, summary)).id();
    }
}
