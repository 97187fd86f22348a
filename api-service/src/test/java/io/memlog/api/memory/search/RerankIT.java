package io.memlog.api.memory.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.memlog.api.Answer;
import io.memlog.api.RunningService;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.search.IndexHit;
import io.memlog.schemas.search.IndexHits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Hybrid searches with a reranker on real HTTP that speaks as Cohere and Jina do, and as Text Embeddings Inference
/// does.
class RerankIT {

    private static final String KEY = "key-of-the-reranker";

    private static HttpServer reranker;
    private static RunningService service;
    private static volatile Function<JsonNode, String> answer = _ -> "";
    private static volatile int status = 200;
    private static volatile JsonNode request = Json.mapper().nullNode();
    private static volatile String authorization = "";

    private List<Long> memories = List.of();

    @BeforeAll
    static void start() throws IOException {
        reranker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        reranker.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        reranker.createContext("/v1/rerank", RerankIT::answer);
        reranker.start();
        service = RunningService.isolated(
                "--memlog.search.rerank.url=http://127.0.0.1:"
                        + reranker.getAddress().getPort() + "/v1/rerank",
                "--memlog.search.rerank.api-key=" + KEY,
                "--memlog.search.rerank.model=some-reranker",
                "--memlog.search.rerank.candidates=3",
                "--memlog.search.rerank.timeout=500ms");
    }

    @AfterAll
    static void stop() {
        service.close();
        reranker.stop(0);
    }

    @BeforeEach
    void four_memories_are_found_in_the_order_of_their_ids() {
        status = 200;
        answer = RerankIT::reversed;
        memories = IntStream.range(0, 4).mapToObj(_ -> store()).toList();
        service.embeddingWorker()
                .answers(
                        "vector",
                        query -> new IndexHits(IntStream.range(0, 4)
                                .mapToObj(i -> new IndexHit(
                                        new MemoryId(memories.get(i)), 1, "text " + i, 0.2 + 0.2 * i, 0.9 - 0.1 * i))
                                .toList()));
        Awaitility.await()
                .until(() -> search("hybrid").header("Memlog-Degraded").isEmpty());
    }

    @Test
    void the_best_hits_are_ordered_by_the_reranker_and_the_others_follow() {
        var hits = search("hybrid").json();

        assertThat(ids(hits)).containsExactly(memories.get(2), memories.get(1), memories.get(0), memories.get(3));
        assertThat(hits.valueStream().limit(3).map(hit -> hit.get("score").doubleValue()))
                .containsExactly(0.9, 0.6, 0.3);
        assertThat(hits.get(3).get("score").doubleValue()).isBetween(0.0, 0.3);
        assertThat(request.toString())
                .isEqualTo("{\"model\":\"some-reranker\",\"query\":\"q\","
                        + "\"documents\":[\"text 0\",\"text 1\",\"text 2\"],\"top_n\":3,\"return_documents\":false}");
        assertThat(authorization).isEqualTo("Bearer " + KEY);
    }

    @Test
    void scores_without_limits_are_brought_between_0_and_1() {
        answer = body -> "[{\"index\":1,\"score\":7.5},{\"index\":0,\"score\":-3.25},{\"index\":2,\"score\":-9}]";

        var hits = search("hybrid").json();

        assertThat(ids(hits)).containsExactly(memories.get(1), memories.get(0), memories.get(2), memories.get(3));
        assertThat(hits.valueStream().map(hit -> hit.get("score").doubleValue()))
                .allMatch(score -> score > 0 && score < 1);
    }

    @Test
    void a_search_of_one_index_is_not_reranked() {
        assertThat(ids(search("vector").json())).containsExactlyElementsOf(memories);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | <html>
            200 | {}
            200 | {"results":[{"index":0,"relevance_score":0.5}]}
            200 | {"results":[{"index":0,"relevance_score":1},{"index":0,"relevance_score":1},{"index":1,"relevance_score":1}]}
            200 | {"results":[{"index":0,"relevance_score":1},{"index":1,"relevance_score":1},{"index":3,"relevance_score":1}]}
            200 | {"results":[{"index":0,"relevance_score":"NaN"},{"index":1,"relevance_score":1},{"index":2,"relevance_score":1}]}
            200 | {"results":[{"index":0,"relevance_score":1e999},{"index":1,"relevance_score":1},{"index":2,"relevance_score":1}]}
            401 | {}
            429 | {}
            500 | {}
            302 | {}
            """)
    void an_answer_that_orders_nothing_leaves_the_order_and_is_said(int code, String body) {
        status = code;
        answer = _ -> body;

        var found = search("hybrid");

        assertThat(found.status()).isEqualTo(200);
        assertThat(ids(found.json())).containsExactlyElementsOf(memories);
        assertThat(found.header("Memlog-Degraded")).isEqualTo("rerank;reason=error");
    }

    @Test
    void a_reranker_that_does_not_answer_in_time_leaves_the_order_and_is_said() {
        var never = new CountDownLatch(1);
        answer = body -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return reversed(body);
        };

        var found = search("hybrid");
        never.countDown();

        assertThat(ids(found.json())).containsExactlyElementsOf(memories);
        assertThat(found.header("Memlog-Degraded")).isEqualTo("rerank;reason=timeout");
    }

    /// The last text is the best one.
    private static String reversed(JsonNode body) {
        var results = Json.mapper().createArrayNode();
        for (var i = 0; i < body.path("documents").size(); i++) {
            results.addObject().put("index", i).put("relevance_score", (i + 1) * 3 / 10.0);
        }
        return Json.mapper().createObjectNode().set("results", results).toString();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            request = Json.mapper().readTree(exchange.getRequestBody().readAllBytes());
            authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            var body = answer.apply(request).getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Answer search(String mode) {
        return service.post(
                "/memory-logs/search",
                "{\"query\":\"q\",\"user_id\":\"reranked\",\"project_id\":\"p\",\"mode\":\"" + mode + "\"}");
    }

    private static List<Long> ids(JsonNode hits) {
        return hits.valueStream()
                .map(hit -> hit.get("memory_log_id").longValue())
                .toList();
    }

    private static long store() {
        return service.post(
                        "/memory-logs",
                        "{\"task\":\"t\",\"user_id\":\"reranked\",\"project_id\":\"p\",\"raw_data\":{}}")
                .json()
                .get("id")
                .longValue();
    }
}
