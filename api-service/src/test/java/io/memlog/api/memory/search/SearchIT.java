package io.memlog.api.memory.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.Answer;
import io.memlog.api.RunningService;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.search.IndexHit;
import io.memlog.schemas.search.IndexHits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchIT {

    private final RunningService service = RunningService.memory();

    @AfterEach
    void the_workers_are_reset() {
        service.embeddingWorker().reset();
        service.graphWorker().reset();
        Awaitility.await().until(() -> search("t", "").header("Memlog-Degraded").isEmpty());
    }

    @Test
    void a_hit_is_shown_as_the_contract_says() {
        var id = store("adä");
        service.embeddingWorker().answers("vector", query -> new IndexHits(List.of(hit(id, 0.25))));

        var hits = search("adä", ",\"mode\":\"vector\"").json();

        assertThat(hits).hasSize(1);
        assertThat(hits.get(0).toString())
                .isEqualTo(("{\"id\":\"memory_%1$d_adä_p\",\"memory_log_id\":%1$d,\"document\":\"text of %1$d\","
                                + "\"metadata\":{\"task\":\"t\",\"agent\":null,\"date\":\"2025-11-13\"},"
                                + "\"distance\":0.25,\"similarity\":0.875,\"score\":0.875,\"matched_by\":[\"vector\"]}")
                        .formatted(id));
    }

    @Test
    void deleted_and_foreign_hits_are_dropped_and_the_limit_still_fills() {
        var mine = new ArrayList<Long>();
        for (int i = 0; i < 3; i++) {
            mine.add(store("mine"));
        }
        var foreign = store("foreign");
        var ghosts = LongStream.range(500_000_000, 500_000_040).boxed().toList();
        service.embeddingWorker().answers("vector", query -> {
            var hits = new ArrayList<IndexHit>();
            hits.add(hit(foreign, 0.1));
            ghosts.forEach(ghost -> hits.add(hit(ghost, 0.2)));
            mine.forEach(memory -> hits.add(hit(memory, 0.3)));
            return new IndexHits(hits.subList(0, Math.min(hits.size(), query.limit())));
        });

        var hits = search("mine", ",\"limit\":3,\"mode\":\"vector\"");

        assertThat(hits.json().valueStream().map(hit -> hit.get("memory_log_id").longValue()))
                .containsExactlyElementsOf(mine);
    }

    @Test
    void filters_and_limits_reach_the_index() {
        search("f", """
                ,"min_similarity":0.5,"filters":{"agent":"a","tags":["x","y"],"conversation_id":"c",
                "from":"2025-01-01","to":"2025-01-02"}""");

        var query = service.embeddingWorker().queries().getLast();

        assertThat(query.limit()).isGreaterThanOrEqualTo(10);
        assertThat(query.filters().agent()).isEqualTo("a");
        assertThat(query.filters().tags()).containsExactly("x", "y");
        assertThat(query.filters().conversationId()).isEqualTo("c");
        assertThat(query.filters().from()).isEqualTo(Instant.parse("2025-01-01T00:00:00Z"));
        assertThat(query.filters().to()).isEqualTo(Instant.parse("2025-01-02T23:59:59.999999Z"));
    }

    @Test
    void retrievers_are_joined_by_rank_and_each_hit_names_its_retrievers() {
        var both = store("joined");
        var words = store("joined");
        service.embeddingWorker().answers("vector", query -> new IndexHits(List.of(hit(both, 0.5))));
        service.graphWorker().answers("text", query -> new IndexHits(List.of(found(words), found(both))));

        var hits = search("joined", "").json();

        assertThat(hits.valueStream().map(hit -> hit.get("memory_log_id").longValue()))
                .containsExactly(both, words);
        assertThat(hits.get(0).get("matched_by").toString()).isEqualTo("[\"vector\",\"text\"]");
        assertThat(hits.get(0).get("similarity").doubleValue()).isEqualTo(0.75);
        assertThat(hits.get(1).get("matched_by").toString()).isEqualTo("[\"text\"]");
        assertThat(hits.get(1).get("distance").isNull()).isTrue();
        assertThat(hits.get(1).get("similarity").isNull()).isTrue();
    }

    @Test
    void a_request_learns_how_each_hit_was_ranked() {
        var both = store("explained");
        var words = store("explained");
        service.embeddingWorker().answers("vector", query -> new IndexHits(List.of(hit(both, 0.5))));
        service.graphWorker().answers("text", query -> new IndexHits(List.of(found(words), found(both))));

        var hits = search("explained", ",\"explain\":true").json();

        assertThat(hits.get(0).at("/explain/retrievers/vector").toString())
                .isEqualTo("{\"rank\":1,\"score\":0.75,\"weight\":0.5,\"share\":0.0}");
        assertThat(hits.get(1).at("/explain/retrievers/vector").toString())
                .isEqualTo("{\"rank\":null,\"score\":null,\"weight\":0.5,\"share\":-0.5}");
        assertThat(hits.get(1).at("/explain/retrievers/text/rank").intValue()).isEqualTo(1);
        assertThat(hits.get(0).at("/explain/context/length").doubleValue()).isNegative();
        assertThat(search("explained", "").json().get(0).has("explain")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"hybrid", "text"})
    void hits_that_the_vector_index_did_not_rank_are_scored_before_the_required_similarity_is_judged(String mode) {
        var similar = store("threshold");
        var unlike = store("threshold");
        var unknown = store("threshold");
        service.graphWorker()
                .answers("text", query -> new IndexHits(List.of(found(unlike), found(similar), found(unknown))));
        service.embeddingWorker().answersScores(query -> {
            assertThat(query.query()).isEqualTo("q");
            assertThat(query.userId()).isEqualTo("threshold");
            assertThat(query.memories()).hasSize(3);
            return new IndexHits(List.of(hit(similar, 0.2), hit(unlike, 1.6)));
        });

        var answer = search("threshold", ",\"min_similarity\":0.8,\"mode\":\"" + mode + "\"");

        assertThat(answer.json()
                        .valueStream()
                        .map(hit -> hit.get("memory_log_id").longValue()))
                .containsExactly(similar, unknown);
        assertThat(answer.json().get(0).get("similarity").doubleValue()).isEqualTo(0.9);
        assertThat(answer.json().get(1).get("similarity").isNull()).isTrue();
        assertThat(answer.header("Memlog-Below-Threshold")).isEqualTo("1");
    }

    @Test
    void ranked_hits_below_the_required_similarity_are_dropped_and_counted() {
        var similar = store("ranked");
        var unlike = store("ranked");
        service.embeddingWorker()
                .answers("vector", query -> new IndexHits(List.of(hit(similar, 0.2), hit(unlike, 1.6))));

        var answer = search("ranked", ",\"min_similarity\":0.8,\"mode\":\"vector\"");

        assertThat(answer.json()).hasSize(1);
        assertThat(answer.header("Memlog-Below-Threshold")).isEqualTo("1");
    }

    @Test
    void hits_that_cannot_be_scored_stay_and_the_response_says_so() {
        var id = store("unscored");
        service.graphWorker().answers("text", query -> new IndexHits(List.of(found(id))));
        service.embeddingWorker().fails(503);

        var answer = search("unscored", ",\"min_similarity\":0.8,\"mode\":\"text\"");

        assertThat(answer.json()).hasSize(1);
        assertThat(answer.header("Memlog-Degraded")).isEqualTo("vector;reason=down");
    }

    @Test
    void a_retriever_that_fails_when_it_is_asked_for_more_keeps_its_first_answer() {
        var living = store("second-round");
        service.embeddingWorker().answers("vector", query -> {
            if (query.limit() > 20) {
                service.embeddingWorker().hangs();
                service.embeddingWorker().fails(503);
            }
            var hits = new ArrayList<IndexHit>();
            hits.add(hit(living, 0.1));
            LongStream.range(600_000_000, 600_000_019).forEach(ghost -> hits.add(hit(ghost, 0.2)));
            return new IndexHits(hits);
        });

        var answer = search("second-round", ",\"limit\":10,\"mode\":\"vector\"");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()).hasSize(1);
    }

    @Test
    void queries_that_a_worker_refuses_do_not_make_it_unavailable_for_others() {
        service.embeddingWorker().fails(400);
        for (int i = 0; i < 20; i++) {
            assertThat(search("t", ",\"mode\":\"vector\"").status()).isEqualTo(503);
        }
        service.embeddingWorker().fails(200);
        var id = store("not-refused");
        service.embeddingWorker().answers("vector", query -> new IndexHits(List.of(hit(id, 0.25))));

        assertThat(search("not-refused", ",\"mode\":\"vector\"").json()).hasSize(1);
    }

    @Test
    void each_mode_asks_its_own_retriever_only() {
        var id = store("modes");
        service.embeddingWorker().answers("vector", query -> new IndexHits(List.of(hit(id, 0.5))));
        service.graphWorker().answers("graph", query -> new IndexHits(List.of(found(id))));

        assertThat(search("modes", ",\"mode\":\"vector\"").json()).hasSize(1);
        assertThat(search("modes", ",\"mode\":\"graph\"").json()).hasSize(1);
        assertThat(search("modes", ",\"mode\":\"text\"").json()).isEmpty();
    }

    @Test
    void an_unavailable_retriever_is_named_in_the_response() {
        var id = store("degraded");
        service.embeddingWorker().fails(503);
        service.graphWorker().answers("text", query -> new IndexHits(List.of(found(id))));

        var answer = search("degraded", "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Memlog-Degraded")).isEqualTo("vector;reason=down");
        assertThat(answer.json()).hasSize(1);
    }

    @Test
    void a_search_is_recorded_with_its_outcome_and_without_its_query() {
        var id = store("recorded");
        service.embeddingWorker().fails(503);
        service.graphWorker().answers("text", query -> new IndexHits(List.of(found(id))));

        search("recorded", ",\"limit\":3");

        var recorded = Awaitility.await()
                .until(
                        () -> service.get("/events?user_id=recorded&project_id=p&type=vector.searched")
                                .json()
                                .get("items"),
                        items -> !items.isEmpty());
        assertThat(recorded).hasSize(1);
        var data = recorded.get(0).get("data");
        assertThat(data.get("mode").stringValue()).isEqualTo("hybrid");
        assertThat(data.get("limit").intValue()).isEqualTo(3);
        assertThat(data.get("found").intValue()).isEqualTo(1);
        assertThat(data.get("unavailable").toString()).isEqualTo("[\"vector\"]");
        assertThat(data.get("duration_ms").longValue()).isNotNegative();
        assertThat(data.has("query")).isFalse();
    }

    @Test
    void when_no_retriever_answers_the_response_is_503_and_never_an_empty_result() {
        service.embeddingWorker().fails(503);

        var answer = search("t", ",\"mode\":\"vector\"");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Memlog-Degraded")).isEqualTo("vector;reason=down");
        assertThat(answer.json().get("type").stringValue()).isEqualTo("urn:memlog:problem:search-unavailable");
    }

    @Test
    void a_retriever_that_does_not_answer_is_unavailable_at_the_timeout() {
        service.graphWorker().hangs();

        var answer = search("t", "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Memlog-Degraded")).isEqualTo("text;reason=timeout, graph;reason=timeout");
    }

    @Test
    void memories_that_are_not_in_every_index_yet_are_counted() {
        store("pending");
        store("pending");

        assertThat(search("pending", "").header("Memlog-Pending")).isEqualTo("2");
        assertThat(search("nobody", "").header("Memlog-Pending")).isEqualTo("0");
    }

    @Test
    void more_than_a_thousand_waiting_memories_are_counted_as_1001() {
        var sql = service.bean(DSLContext.class);
        sql.execute("""
                INSERT INTO memory_log (memory_id, version, user_id, project_id, date_first, date_last, tags, state,
                                        updated_at)
                SELECT -id, 1, 'many', 'p', now(), now(), '{}', '{}', now() FROM generate_series(1, 1500) AS id
                """);

        var counted = service.post("/memory-logs/search", """
                {"query":"x","user_id":"many","project_id":"p"}
                """).header("Memlog-Pending");

        sql.execute("DELETE FROM memory_log WHERE user_id = 'many'");
        assertThat(counted).isEqualTo("1001");
    }

    @Test
    void a_search_does_not_wait_for_unknown_memories() {
        var answer = search("t", ",\"wait_for\":[987654321]");

        assertThat(answer.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                          | #/query #/user_id #/project_id
            {"query":" ","user_id":"u","project_id":"p"}                                | #/query
            {"query":1,"user_id":"u","project_id":"p","limit":0}                        | #/query #/limit
            {"query":"q","user_id":"u","project_id":"p","limit":1.5}                    | #/limit
            {"query":"q","user_id":"u","project_id":"p","mode":"Graph"}                 | #/mode
            {"query":"q","user_id":"u","project_id":"p","mode":""}                      | #/mode
            {"query":"q","user_id":"u","project_id":"p","min_similarity":1.1}           | #/min_similarity
            {"query":"q","user_id":"u","project_id":"p","wait_for":[1,"2"]}             | #/wait_for/1
            {"query":"q","user_id":"u","project_id":"p","filters":{"tag":1,"tags":[2]}} | #/filters/tag #/filters/tags/0
            {"query":"q","user_id":"u","project_id":"p","top_k":3}                      | #/top_k
            """)
    void invalid_members_are_named(String body, String places) {
        var answer = service.post("/memory-logs/search", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorLocations()).containsExactlyInAnyOrder(places.split(" "));
    }

    private Answer search(String user, String more) {
        return service.post(
                "/memory-logs/search",
                "{\"query\":\"q\",\"user_id\":\"" + user + "\",\"project_id\":\"p\"" + more + "}");
    }

    private long store(String user) {
        return service.post("/memory-logs", """
                {"task":"t","user_id":"%s","project_id":"p","date":"2025-11-13","raw_data":{}}""".formatted(user)).id();
    }

    private static IndexHit found(long memory) {
        return new IndexHit(new MemoryId(memory), 1, "text of %09d".formatted(memory), null, 1);
    }

    private static IndexHit hit(long memory, double distance) {
        return new IndexHit(new MemoryId(memory), 1, "text of " + memory, distance, 1 - distance / 2);
    }
}
