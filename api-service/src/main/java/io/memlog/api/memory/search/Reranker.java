package io.memlog.api.memory.search;

import io.memlog.api.memory.workers.WorkerCircuitBreaker;
import io.memlog.api.memory.workers.WorkerCircuitBreakers;
import io.memlog.api.memory.workers.WorkerUnavailableException;
import io.memlog.consumer.Deadline;
import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/// Orders the best hits of a hybrid search by the reranker of [RerankProperties].
@Component
final class Reranker implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    /// Rerankers read a window of some hundred words.
    private static final int MAX_CHARACTERS = 4_000;

    private static final int MAX_BYTES_PER_RESULT = 32 * 1024;

    private final RerankProperties properties;
    private final WorkerCircuitBreaker breaker;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private final RestClient rest;

    Reranker(RerankProperties properties, WorkerCircuitBreakers breakers) {
        this.properties = properties;
        this.breaker = breakers.of("rerank", properties.timeout());
        var requests = new JdkClientHttpRequestFactory(http);
        requests.setReadTimeout(properties.timeout());
        this.rest = RestClient.builder().requestFactory(requests).build();
    }

    boolean isEnabled() {
        return properties.isEnabled();
    }

    /// The hits in a new order. Those that were reranked have the reranker's scores, between 0 and 1; those of the
    /// others are below.
    ///
    /// @param ranked best first, with scores between 0 and 1
    /// @throws WorkerUnavailableException when the reranker gave no score for each hit in time
    List<FusedHit> rerank(String query, List<FusedHit> ranked, Deadline deadline) throws WorkerUnavailableException {
        var best = ranked.subList(0, Math.min(ranked.size(), properties.candidates()));
        if (best.size() < 2) {
            return ranked;
        }
        var scores =
                breaker.start(() -> scores(query, best), deadline.remaining()).await();
        List<FusedHit> reranked = new ArrayList<>();
        for (var i = 0; i < best.size(); i++) {
            reranked.add(best.get(i).withScore(scores.get(i)));
        }
        reranked.sort(Comparator.comparingDouble(FusedHit::score).reversed());
        var lowest = reranked.getLast().score();
        ranked.stream()
                .skip(best.size())
                .map(hit -> hit.withScore(lowest * hit.score()))
                .forEach(reranked::add);
        return reranked;
    }

    private List<Double> scores(String query, List<FusedHit> hits) {
        return rest.post()
                .uri(properties.url())
                .contentType(MediaType.APPLICATION_JSON)
                .accept(MediaType.APPLICATION_JSON)
                .headers(headers -> {
                    if (!properties.apiKey().isEmpty()) {
                        headers.setBearerAuth(properties.apiKey());
                    }
                })
                .body(Json.mapper().writeValueAsBytes(request(query, hits)))
                .exchangeForRequiredValue((_, response) -> {
                    if (response.getStatusCode().value() != 200) {
                        throw new IllegalStateException("the reranker answered " + response.getStatusCode());
                    }
                    return read(body(response, hits.size()), hits.size());
                });
    }

    private JsonNode request(String query, List<FusedHit> hits) {
        var request = Json.mapper().createObjectNode();
        if (!properties.model().isEmpty()) {
            request.put("model", properties.model());
        }
        request.put("query", query);
        var isTei = properties.format() == RerankProperties.Format.TEI;
        var texts = request.putArray(isTei ? "texts" : "documents");
        hits.forEach(hit -> texts.add(truncated(hit.hit().document())));
        return isTei
                ? request.put("truncate", true)
                : request.put("top_n", hits.size()).put("return_documents", false);
    }

    private static String truncated(String text) {
        var end = Math.min(text.length(), MAX_CHARACTERS);
        return text.substring(0, end < text.length() && Character.isLowSurrogate(text.charAt(end)) ? end - 1 : end);
    }

    private static JsonNode body(ClientHttpResponse response, int results) throws IOException {
        var max = results * MAX_BYTES_PER_RESULT;
        var bytes = response.getBody().readNBytes(max + 1);
        if (bytes.length > max) {
            throw new IllegalArgumentException("the reranker returned more than " + max + " bytes");
        }
        return Json.mapper().readTree(new String(bytes, StandardCharsets.UTF_8));
    }

    /// Cohere and Jina have the results in a member `results`, Text Embeddings Inference answers a list of them. Scores
    /// without limits are brought between 0 and 1.
    private static List<Double> read(JsonNode body, int count) {
        Map<Integer, Double> byIndex = new HashMap<>();
        for (var result : body.isArray() ? body : body.path("results")) {
            var index = result.path("index");
            var score = result.path(result.has("relevance_score") ? "relevance_score" : "score");
            if (!index.isInt()
                    || index.intValue() < 0
                    || index.intValue() >= count
                    || !score.isNumber()
                    || !Double.isFinite(score.doubleValue())
                    || byIndex.put(index.intValue(), score.doubleValue()) != null) {
                throw new IllegalArgumentException("the reranker returned an invalid result");
            }
        }
        if (byIndex.size() != count) {
            throw new IllegalArgumentException(
                    "the reranker returned " + byIndex.size() + " results for " + count + " texts");
        }
        var isUnit = byIndex.values().stream().allMatch(score -> score >= 0 && score <= 1);
        return byIndex.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> isUnit ? entry.getValue() : Double.valueOf(1 / (1 + Math.exp(-entry.getValue()))))
                .toList();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
