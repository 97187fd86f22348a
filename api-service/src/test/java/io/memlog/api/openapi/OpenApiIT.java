package io.memlog.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.memlog.api.Answer;
import io.memlog.api.RunningService;
import io.memlog.api.operations.deadletters.DeadLetterBuilder;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.search.IndexHit;
import io.memlog.schemas.search.IndexHits;
import io.memlog.schemas.topic.Projection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/// The published contract and what the service does are the same thing.
class OpenApiIT {

    private static final Set<String> THE_CONTRACT_ITSELF = Set.of("GET /openapi", "GET /docs");
    private static final Set<String> BETWEEN_INSTANCES = Set.of("GET /internal/pipeline");

    private final RunningService service = RunningService.memory();
    private final JsonNode contract = service.get("/openapi").json();

    @Test
    void every_route_is_in_the_contract_and_the_other_way_round() {
        var documented = new TreeSet<String>();
        contract.get("paths")
                .forEachEntry((path, operations) -> operations
                        .propertyNames()
                        .forEach(method -> documented.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path)));

        assertThat(routes()).containsExactlyElementsOf(documented);
    }

    @Test
    void answers_are_what_the_contract_says() {
        var stored = service.post("/memory-logs", """
                        {"task":"t","user_id":"contract","project_id":"p","raw_data":{"tags":["a"]}}""");
        service.embeddingWorker()
                .answers(
                        "vector",
                        query -> new IndexHits(List.of(new IndexHit(new MemoryId(stored.id()), 1, "text", 0.5, 0.75))));
        var path = "/memory-logs/" + stored.id();
        var tenant = "\"user_id\":\"contract\",\"project_id\":\"p\"";

        assertConforms("/memory-logs", "post", stored);
        assertConforms("/memory-logs", "get", service.get("/memory-logs?user_id=contract&project_id=p"));
        assertConforms("/memory-logs", "get", service.get("/memory-logs?wrong=1"));
        assertConforms("/memory-logs/{id}", "get", service.get(path));
        assertConforms("/memory-logs/{id}", "get", service.get("/memory-logs/999999999"));
        assertConforms("/memory-logs/{id}/status", "get", service.get(path + "/status"));
        assertConforms("/memory-logs/{id}/related", "get", service.get(path + "/related"));
        assertConforms(
                "/memory-logs/{id}", "put", service.put(path, "{\"task\":\"t\"," + tenant + ",\"raw_data\":{}}"));
        assertConforms("/memory-logs/{id}", "put", service.put(path, "{}"));
        assertConforms("/memory-logs/{id}", "patch", service.patch(path, "{\"agent\":\"a\"}"));
        assertConforms("/memory-logs/{id}", "patch", service.patch(path, "{\"task\":null}"));
        assertConforms("/memory-logs/{id}", "patch", service.patch(path, "{}", "If-Match", "\"1\""));
        assertConforms("/memory-logs/{id}", "delete", service.delete("/memory-logs/999999999"));
        assertConforms("/memory-logs/{id}/events", "get", service.get(path + "/events"));
        assertConforms("/memory-logs/{id}/timeline", "get", service.get(path + "/timeline"));
        assertConforms("/memory-logs/{id}", "get", service.get(path + "?version=1"));
        assertConforms(
                "/memory-logs/batch",
                "post",
                service.post(
                        "/memory-logs/batch",
                        "{\"items\":[{\"task\":1},{\"task\":\"t\"," + tenant + ",\"raw_data\":{}}]}"));
        assertConforms(
                "/memory-logs/search", "post", service.post("/memory-logs/search", "{\"query\":\"q\"," + tenant + "}"));
        assertConforms("/memory-logs/search", "post", service.post("/memory-logs/search", "{}"));
        service.embeddingWorker().reset();
    }

    @Test
    void answers_about_replays_and_jobs_are_what_the_contract_says() {
        var tenant = "\"user_id\":\"contract-of-jobs\",\"project_id\":\"p\"";
        service.post("/memory-logs", "{\"task\":\"t\"," + tenant + ",\"raw_data\":{}}");
        var asked = "{\"projection\":\"vector\"," + tenant;

        var accepted = service.post("/replays", asked + "}");

        var job = accepted.header("Location");
        assertConforms("/replays", "post", accepted);
        assertConforms("/replays", "post", service.post("/replays", asked + ",\"dry_run\":true}"));
        assertConforms("/replays", "post", service.post("/replays", "{}"));
        assertConforms("/jobs", "get", service.get("/jobs?limit=1"));
        assertConforms("/jobs", "get", service.get("/jobs?limit=0"));
        assertConforms("/jobs/{id}", "get", service.get(job));
        assertConforms("/jobs/{id}", "get", service.get("/jobs/none"));
        assertConforms("/jobs/{id}/cancel", "post", service.post(job + "/cancel", ""));
        assertConforms("/jobs/{id}/cancel", "post", service.post("/jobs/none/cancel", ""));
    }

    @Test
    void answers_about_the_archive_are_what_the_contract_says() {
        var memory = service.post("/memory-logs", """
                        {"task":"t","user_id":"contract-of-archive","project_id":"p","raw_data":{}}""");
        service.patch("/memory-logs/" + memory.id(), "{\"agent\":\"a\"}");
        var all = "{\"older_than\":\"0s\"";
        await().until(() -> service.post("/archive", all + ",\"dry_run\":true}")
                        .json()
                        .get("count")
                        .longValue()
                > 0);

        var accepted = service.post("/archive", all + "}");

        var job = accepted.header("Location");
        service.awaitFinished(accepted);
        var file = service.get("/archive").json().at("/items/0/name").stringValue();
        assertConforms("/archive", "post", accepted);
        assertConforms("/archive", "post", service.post("/archive", all + ",\"dry_run\":true}"));
        assertConforms("/archive", "post", service.post("/archive", "{}"));
        assertConforms("/archive", "get", service.get("/archive"));
        assertConforms("/archive", "get", service.get("/archive?wrong=1"));
        assertConforms("/jobs/{id}", "get", service.get(job));
        assertConforms("/archive/restore", "post", service.post("/archive/restore", "{\"file\":\"none\"}"));
        assertConforms("/archive/restore", "post", service.post("/archive/restore", "{\"file\":\"" + file + "\"}"));
    }

    @Test
    void answers_about_replayed_dead_letters_are_what_the_contract_says() {
        var burial = DeadLetterBuilder.of(Projection.VECTOR, 6_000_000_001L, "contract-of-replays", "an event");
        burial.in(service.kafka());
        var replay = "/dead-letters/" + burial.id() + "/replay";
        var all = """
                {"filter":{"user_id":"contract-of-replays"}""";
        await().until(() -> service.get("/dead-letters/" + burial.id()).status() == 200);

        assertConforms(
                "/dead-letters/replay", "post", service.post("/dead-letters/replay", all + ",\"dry_run\":true}"));
        var accepted = service.post("/dead-letters/replay", all + "}");
        await().until(() -> service.post(replay, "").status() == 409);

        assertConforms("/dead-letters/replay", "post", accepted);
        assertConforms("/dead-letters/replay", "post", service.post("/dead-letters/replay", "[]"));
        assertConforms("/jobs/{id}", "get", service.get(accepted.header("Location")));
        assertConforms("/dead-letters/{id}/replay", "post", service.post(replay, ""));
        assertConforms("/dead-letters/{id}/replay", "post", service.post(replay, "{\"wrong\":1}"));
    }

    @Test
    void answers_about_dead_letters_are_what_the_contract_says() {
        var memory = service.post("/memory-logs", """
                        {"task":"t","user_id":"contract-of-letters","project_id":"p","raw_data":{}}""");
        var edited = DeadLetterBuilder.of(Projection.VECTOR, memory.id(), "contract-of-letters", "not json");
        var discarded = DeadLetterBuilder.of(Projection.GRAPH, memory.id(), "contract-of-letters", "{}");
        edited.in(service.kafka());
        discarded.in(service.kafka());
        var path = "/dead-letters/" + edited.id();
        var list = "/dead-letters?user_id=contract-of-letters";
        await().atMost(Duration.ofSeconds(20))
                .until(() -> service.get(list).json().get("items").size() == 2);

        assertConforms("/dead-letters", "get", service.get(list + "&limit=1"));
        assertConforms("/dead-letters", "get", service.get("/dead-letters?wrong=1"));
        assertConforms("/dead-letters/groups", "get", service.get("/dead-letters/groups"));
        assertConforms("/dead-letters/groups", "get", service.get("/dead-letters/groups?limit=1"));
        assertConforms("/dead-letters/{id}", "get", service.get(path));
        assertConforms("/dead-letters/{id}", "get", service.get("/dead-letters/" + new UUID(0, 0)));
        assertConforms("/dead-letters/{id}/edit", "post", service.post(path + "/edit", "{}"));
        assertConforms("/dead-letters/{id}/edit", "post", service.post(path + "/edit", correction("{}")));
        assertConforms("/dead-letters/{id}/edit", "post", service.post(path + "/edit", correction("""
                                        {"task":"t","user_id":"contract-of-letters","project_id":"p","raw_data":{}}""")));
        var discard = "/dead-letters/" + discarded.id() + "/discard";
        assertConforms("/dead-letters/{id}/discard", "post", service.post(discard, "{}"));
        assertConforms("/dead-letters/{id}/discard", "post", service.post(discard, "{\"reason\":\"r\"}"));
        assertConforms("/dead-letters/{id}/discard", "post", service.post(discard, "{\"reason\":\"r\"}"));
        assertConforms("/dead-letters/{id}", "get", service.get(path));
        assertConforms("/dead-letters", "get", service.get(list));
    }

    @Test
    void answers_about_events_are_what_the_contract_says() {
        var event = "{\"event_id\":\"contract\",\"event_type\":\"t\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"data\":1,"
                + "\"event_context\":{\"a\":1},\"user_id\":\"contract-of-events\"}";
        service.post("/memory-logs", """
                        {"task":"t","user_id":"contract-of-events","project_id":"p","raw_data":{}}""");

        assertConforms("/events", "post", service.post("/events", event));
        assertConforms("/events", "post", service.post("/events", "[" + event + ",{}]"));
        assertConforms("/events", "post", service.post("/events", "{}"));
        assertConforms("/events", "get", service.get("/events?user_id=contract-of-events"));
        assertConforms("/events", "get", service.get("/events?user_id=contract-of-events&limit=1"));
        assertConforms("/events", "get", service.get("/events"));
        assertConforms("/events/{event_id}", "get", service.get("/events/contract"));
        assertConforms("/events/{event_id}", "get", service.get("/events/unknown"));
        assertThat(service.get("/events?user_id=contract-of-events")
                        .json()
                        .get("items")
                        .size())
                .isEqualTo(2);
    }

    private static String correction(String data) {
        return "{\"reason\":\"r\",\"data\":" + data + "}";
    }

    @Test
    void the_caller_is_what_the_contract_says() {
        assertConforms("/caller", "get", service.get("/caller"));
        assertConforms("/caller", "get", service.get("/caller?wrong=1"));
    }

    @Test
    void the_status_is_what_the_contract_says() {
        assertConforms("/status", "get", service.get("/status"));
        assertConforms("/status", "get", service.get("/status?wrong=1"));
        assertConforms("/status/pipeline", "get", service.get("/status/pipeline"));
        assertConforms("/status/pipeline", "get", service.get("/status/pipeline?minutes=0"));
    }

    @Test
    void the_page_to_try_it_works_without_the_internet() {
        var page = service.get("/docs");

        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.body()).doesNotContain("http://", "https://");
        assertThat(service.get("/docs/assets/swagger-ui-bundle.js").status()).isEqualTo(200);
        assertThat(service.get("/docs/assets/swagger-ui.css").status()).isEqualTo(200);
    }

    @Test
    void answers_to_clients_of_the_model_context_protocol_are_what_the_contract_says() {
        var path = "/mcp/contract-of-mcp/p";
        var list = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";

        assertConforms("/mcp", "post", service.post("/mcp", list));
        assertConforms("/mcp/{user}/{project}", "post", service.post(path, list));
        assertConforms("/mcp/{user}/{project}", "post", service.post(path, list.replace("list", "none")));
        for (var invalid : List.of("{", "[]", "{}", "1", "\"\"")) {
            var answer = service.post(path, invalid);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
            assertThat(answer.json().at("/error/code").isInt()).isTrue();
        }
    }

    private Set<String> routes() {
        var routes = new TreeSet<String>();
        service.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, handler) -> {
                    if (handler.getBeanType().getPackageName().startsWith("io.memlog.api")) {
                        mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> mapping.getPatternValues()
                                        .forEach(pattern -> routes.add(method + " " + pattern.replace("{*", "{"))));
                    }
                });
        routes.removeAll(THE_CONTRACT_ITSELF);
        routes.removeAll(BETWEEN_INSTANCES);
        return routes;
    }

    private void assertConforms(String path, String method, Answer answer) {
        var response =
                contract.get("paths").get(path).get(method).get("responses").get("" + answer.status());
        assertThat(response).as(method + " " + path + " " + answer.status()).isNotNull();
        var mediaType = answer.status() < 400 ? "application/json" : "application/problem+json";
        var schema = Json.mapper().createObjectNode();
        schema.setAll((tools.jackson.databind.node.ObjectNode)
                response.get("content").get(mediaType).get("schema"));
        schema.set("components", contract.get("components"));

        var errors = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema)
                .validate(answer.json());

        assertThat(answer.header("Content-Type")).startsWith(mediaType);
        assertThat(errors).as(answer.body()).isEmpty();
    }
}
