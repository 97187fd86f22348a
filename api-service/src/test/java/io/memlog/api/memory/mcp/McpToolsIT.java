package io.memlog.api.memory.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.RunningService;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.search.IndexHit;
import io.memlog.schemas.search.IndexHits;
import io.memlog.schemas.search.RelatedHits;
import io.memlog.schemas.search.RelatedHits.RelatedEntity;
import io.memlog.schemas.search.RelatedHits.RelatedMemory;
import io.memlog.schemas.text.TokenEstimate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class McpToolsIT {

    private static final int LARGE = 200 * 1024;

    private final RunningService service = RunningService.memory();
    private final String user = "mcp-" + UUID.randomUUID();
    private final McpClient client = new McpClient(service, "/mcp/" + user + "/shop");

    @AfterEach
    void the_workers_find_nothing_again() {
        service.embeddingWorker().reset();
        service.graphWorker().reset();
        service.graphWorker().answersRelated(_ -> new RelatedHits(List.of(), List.of()));
    }

    @Test
    void each_tool_tells_a_model_and_its_client_what_it_does() {
        var tools = client.request("tools/list", "{}").at("/result/tools");

        assertThat(tools.valueStream().map(tool -> tool.get("name").stringValue()))
                .containsExactly(
                        "remember",
                        "recall",
                        "get_memory",
                        "related_memories",
                        "recent_memories",
                        "update_memory",
                        "forget_memory",
                        "search",
                        "fetch");
        assertThat(tools.valueStream()).allSatisfy(tool -> {
            assertThat(tool.get("title").stringValue()).isNotBlank();
            assertThat(tool.get("description").stringValue()).hasSizeGreaterThan(40);
            assertThat(tool.get("annotations").propertyNames())
                    .contains("readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint");
            assertThat(tool.at("/inputSchema/type").stringValue()).isEqualTo("object");
            assertThat(tool.at("/outputSchema/type").stringValue()).isEqualTo("object");
            assertThat(tool.toString()).doesNotContain("$ref", "user_id", "project_id");
        });
        assertThat(tools.valueStream()
                        .filter(tool -> tool.at("/annotations/destructiveHint").booleanValue())
                        .map(tool -> tool.get("name").stringValue()))
                .containsExactly("forget_memory");
    }

    @Test
    void arguments_have_the_limits_of_the_http_interface() {
        var remember = client.request("tools/list", "{}").at("/result/tools/0/inputSchema/properties");
        var contract = service.get("/openapi").json().at("/components/schemas/NewMemoryLog/properties");

        assertThat(remember.at("/task/maxLength")).isEqualTo(contract.at("/task/maxLength"));
        assertThat(remember.at("/importance/maximum")).isEqualTo(contract.at("/importance/maximum"));
        assertThat(remember.at("/date").has("format")).isFalse();
    }

    @Test
    void what_is_remembered_can_be_read_updated_and_forgotten() {
        var id = client.call("remember", """
                        {"task":"fix login","agent":"a","importance":7.50,"date":"2026-01-02",
                         "raw_data":{"summary":"the token had expired","number":1.10}}""").get("id");

        var read = client.call("get_memory", "{\"id\":" + id + "}");
        var updated = client.call("update_memory", """
                        {"id":%s,"expected_version":1,"changes":{"raw_data":{"lesson":"refresh it"}}}""".formatted(id));
        var forgotten = client.call("forget_memory", "{\"id\":\"" + id + "\",\"expected_version\":2}");

        assertThat(read.toString())
                .contains("\"raw_data\":{\"summary\":\"the token had expired\",\"number\":1.10}")
                .contains("\"importance\":7.50", "\"version\":1", "\"agent\":\"a\"", "\"date\":\"2026-01-02\"");
        assertThat(updated.get("version").intValue()).isEqualTo(2);
        assertThat(forgotten.get("forgotten").booleanValue()).isTrue();
        assertThat(client.error("get_memory", "{\"id\":" + id + "}"))
                .isEqualTo("The memory log is deleted: the memory log " + id + " is deleted");
        assertThat(service.get("/memory-logs/" + id + "/events")
                        .json()
                        .get("items")
                        .size())
                .isEqualTo(3);
    }

    @Test
    void a_call_with_the_same_idempotency_key_stores_nothing_twice() {
        var arguments = "{\"task\":\"t\",\"raw_data\":{\"a\":1},\"idempotency_key\":\"k1\"}";

        var first = client.call("remember", arguments);
        var second = client.call("remember", arguments);
        var http = service.post(
                "/memory-logs",
                "{\"task\":\"t\",\"raw_data\":{\"a\":1},\"user_id\":\"" + user + "\",\"project_id\":\"shop\"}",
                "Idempotency-Key",
                "k1");

        assertThat(first.get("replayed").booleanValue()).isFalse();
        assertThat(second.get("replayed").booleanValue()).isTrue();
        assertThat(second.get("id")).isEqualTo(first.get("id"));
        assertThat(http.json().get("id")).isEqualTo(first.get("id"));
        assertThat(client.error("remember", arguments.replace("\"a\":1", "\"a\":2")))
                .contains("this Idempotency-Key came with another body before");
        assertThat(client.error("remember", arguments.replace("k1", "a key")))
                .contains("#/idempotency_key: must be one value of 1 to 255 visible ASCII characters");
    }

    @Test
    void an_update_of_another_version_changes_nothing_and_names_the_current_one() {
        var id = client.remember("t");

        assertThat(client.error(
                        "update_memory", "{\"id\":" + id + ",\"expected_version\":2,\"changes\":{\"task\":\"u\"}}"))
                .isEqualTo("The memory log is at another version: the memory log " + id
                        + " is at version 1, which expected_version does not name; read it again");
        assertThat(client.error("forget_memory", "{\"id\":" + id + ",\"expected_version\":9}"))
                .contains("is at version 1");
        assertThat(client.call("get_memory", "{\"id\":" + id + "}").get("task").stringValue())
                .isEqualTo("t");
    }

    @Test
    void invalid_arguments_are_named_in_the_words_of_the_http_interface() {
        var error = client.error("remember", "{\"task\":\" \",\"date\":\"x\",\"user_id\":\"other\",\"importance\":11}");
        var http = service.post(
                "/memory-logs",
                "{\"task\":\" \",\"date\":\"x\",\"user_id\":\"u\",\"project_id\":\"p\",\"importance\":11}");

        assertThat(error).startsWith("The request is not valid: ").contains("\"#/user_id\"", "is unknown");
        for (var each : http.json().get("errors")) {
            assertThat(error).contains(each.toString());
        }
        assertThat(client.error("update_memory", """
                        {"id":%d,"expected_version":1,"changes":{"task":null}}""".formatted(client.remember("t"))))
                .contains("#/changes/task: is required");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "recall | {} | #/query: is required",
                "recall | {'query':'q','limit':51} | #/limit: must be at most 50",
                "recall | {'query':'q','filters':{'from':'x'}} | #/filters/from: must be an ISO date",
                "recall | {'query':'q','project_id':'p'} | #/project_id: is unknown",
                "get_memory | {'id':'x'} | id: a memory id is a positive number",
                "get_memory | {'id':999999999} | there is no memory log 999999999",
                "get_memory | {'id':'search'} | id: a memory id is a positive number",
                "get_memory | {'id':true} | #/id: must be a whole number or a string",
                "related_memories | {'id':999999999} | there is no memory log 999999999",
                "related_memories | {'id':1,'depth':4} | #/depth: must be at most 3",
                "recent_memories | {'limit':0} | #/limit: must be at least 1",
                "update_memory | {'id':999999999,'expected_version':1,'changes':{'a':1}} | there is no memory log",
                "update_memory | {'id':1,'changes':{'a':1}} | #/expected_version: is required",
                "forget_memory | {'id':999999999} | there is no memory log 999999999",
                "search | {'query':' '} | #/query: must not be blank",
                "fetch | {'id':'999999999'} | there is no memory log 999999999"
            })
    void what_a_tool_cannot_do_is_an_error_that_its_model_reads(String tool, String arguments, String words) {
        assertThat(client.error(tool, arguments.replace('\'', '"'))).contains(words);
    }

    @Test
    void recall_over_large_memories_stays_below_its_budget() {
        var texts = List.of("word ", "再平衡 ", "😀", "x", "a.b-c/9", " ");
        List<Long> ids = new ArrayList<>();
        for (var text : texts) {
            ids.add(client.call(
                            "remember",
                            "{\"task\":\"" + "long ".repeat(90) + "\",\"raw_data\":{\"text\":\""
                                    + text.repeat(LARGE / text.getBytes(StandardCharsets.UTF_8).length)
                                    + "\"}}")
                    .get("id")
                    .longValue());
        }
        finds(IntStream.range(0, 6)
                .mapToObj(i -> hit(ids.get(i), texts.get(i).repeat(40_000)))
                .toList());

        for (var maxTokens : List.of(500, 2000, 20_000)) {
            var recalled = client.result("recall", "{\"query\":\"q\",\"max_tokens\":" + maxTokens + "}");
            var recent = client.result("recent_memories", "{\"max_tokens\":" + maxTokens + "}");

            for (var result : List.of(recalled, recent)) {
                var text = result.at("/content/0/text").stringValue();
                var content = result.get("structuredContent");
                assertThat(TokenEstimate.count(text)).isBetween(maxTokens == 500 ? 100 : 500, maxTokens);
                assertThat(text.length()).isLessThan(8 * maxTokens);
                assertThat(content.get("memories").size()
                                + content.get("omitted").intValue())
                        .isEqualTo(6);
                assertThat(content.toString()).contains("…");
            }
        }
    }

    @Test
    void previews_are_whole_where_there_is_room() {
        var id = client.remember("t");
        finds(List.of(hit(id, "the passage that was found")));

        var found = client.call("recall", "{\"query\":\"q\",\"mode\":\"vector\",\"limit\":3}");

        assertThat(found.at("/memories/0/preview").stringValue()).isEqualTo("the passage that was found");
        assertThat(found.at("/memories/0/id").longValue()).isEqualTo(id);
        assertThat(found.get("omitted").intValue()).isZero();
        assertThat(found.has("degraded")).isFalse();
        assertThat(service.embeddingWorker().queries().getLast().userId()).isEqualTo(user);
    }

    @Test
    void an_outage_of_the_indexes_is_said() {
        service.embeddingWorker().fails(503);
        service.graphWorker().fails(503);

        var error = client.error("recall", "{\"query\":\"q\",\"mode\":\"vector\"}");

        assertThat(error).startsWith("No index could be queried: no index could be queried: vector;reason=");
    }

    @Test
    void a_large_memory_is_read_part_by_part() {
        var text = "\"word\\n😀 ".repeat(18_000);
        var id = client.call(
                        "remember", "{\"task\":\"t\",\"raw_data\":{\"text\":\"" + text.replace("\"", "\\\"") + "\"}}")
                .get("id");
        var read = new StringBuilder();
        var offset = 0;
        JsonNode part;

        do {
            part = client.call("get_memory", "{\"id\":" + id + ",\"offset\":" + offset + "}");
            assertThat(TokenEstimate.count(part.toString())).isBetween(offset == 0 ? 4000 : 0, 5000);
            read.append(part.get("part").stringValue());
            offset = part.path("next_offset").asInt(0);
        } while (offset > 0);

        assertThat(read.toString())
                .isEqualTo(
                        service.get("/memory-logs/" + id).json().get("raw_data").toString())
                .hasSize(part.get("characters").intValue());
        assertThat(client.error("get_memory", "{\"id\":" + id + ",\"offset\":" + read.length() + "}"))
                .contains("#/offset: must be less than " + read.length());
    }

    @Test
    void recent_memories_are_listed_page_by_page_without_a_gap() {
        var ids = IntStream.range(0, 7)
                .mapToObj(i -> client.remember("task " + i))
                .toList();
        List<Long> listed = new ArrayList<>();
        var before = "";

        for (var pages = 0; pages == 0 || !before.isEmpty(); pages++) {
            var page = client.call("recent_memories", "{\"limit\":3,\"max_tokens\":500" + before + "}");
            page.get("memories").forEach(memory -> listed.add(memory.get("id").longValue()));
            before = page.has("next_before_id") ? ",\"before_id\":" + page.get("next_before_id") : "";
        }

        assertThat(listed).containsExactlyElementsOf(ids.reversed());
        assertThat(client.call("recent_memories", "{\"agent\":\"none\"}")
                        .get("memories")
                        .size())
                .isZero();
    }

    @Test
    void related_memories_and_what_they_share_stay_below_the_budget() {
        var id = client.remember("t");
        var others = IntStream.range(0, 50)
                .mapToObj(i -> client.remember("other " + i))
                .toList();
        service.graphWorker()
                .answersRelated(_ -> new RelatedHits(
                        others.stream()
                                .map(other -> new RelatedMemory(
                                        new MemoryId(other), "a task", List.of("src/main/Login" + other + ".java")))
                                .toList(),
                        List.of(new RelatedEntity("file", "Login.java", "touches"))));

        var all = client.call("related_memories", "{\"id\":" + id + ",\"limit\":50,\"max_tokens\":20000}");
        var few = client.call("related_memories", "{\"id\":" + id + ",\"limit\":50,\"max_tokens\":500}");

        assertThat(all.get("memories").size()).isEqualTo(50);
        assertThat(all.at("/entities/0/name").stringValue()).isEqualTo("Login.java");
        assertThat(few.get("memories").size() + few.get("omitted").intValue()).isEqualTo(51);
        assertThat(TokenEstimate.count(few.toString())).isBetween(400, 500);
    }

    @Test
    void search_and_fetch_have_the_shape_that_connectors_expect() {
        var id = client.call("remember", "{\"task\":\"fix login\",\"raw_data\":{\"text\":\"expired\"}}")
                .get("id")
                .longValue();
        var url = service.uri("/memory-logs/" + id).toString();
        finds(List.of(hit(id, "expired")));

        var found = client.call("search", "{\"query\":\"login\"}");
        var fetched = client.call("fetch", "{\"id\":\"" + id + "\"}");

        assertThat(found.toString())
                .isEqualTo("{\"results\":[{\"id\":\"" + id + "\",\"title\":\"fix login\",\"url\":\"" + url + "\"}]}");
        assertThat(fetched.toString())
                .startsWith("{\"id\":\"" + id
                        + "\",\"title\":\"fix login\",\"text\":\"{\\\"text\\\":\\\"expired\\\"}\",\"url\":\"" + url
                        + "\",\"metadata\":{\"version\":\"1\",\"date\":\"");
    }

    @Test
    void fetch_cuts_a_large_memory_and_says_how_to_read_on() {
        var id = client.call(
                        "remember", "{\"task\":\"t\",\"raw_data\":{\"text\":\"" + "word ".repeat(LARGE / 5) + "\"}}")
                .get("id");

        var fetched = client.call("fetch", "{\"id\":" + id + "}");

        assertThat(TokenEstimate.count(fetched.toString())).isBetween(9000, 10_000);
        assertThat(fetched.at("/metadata/truncated").stringValue())
                .isEqualTo("get_memory with offset "
                        + fetched.get("text").stringValue().length() + " reads on");
    }

    @Test
    void without_postgres_a_tool_says_so() {
        var id = client.remember("t");

        service.withoutPostgres(() -> {
            assertThat(client.error("get_memory", "{\"id\":" + id + "}")).contains("PostgreSQL cannot be reached");
            assertThat(client.error("remember", "{\"task\":\"t\",\"raw_data\":{}}"))
                    .contains("PostgreSQL cannot be reached");
        });
    }

    @Test
    void a_memory_is_a_resource_and_a_prompt_makes_agents_recall() {
        var id = client.remember("t");

        var template = client.request("resources/templates/list", "{}").at("/result/resourceTemplates/0");
        var content = client.request("resources/read", "{\"uri\":\"memlog://memory/" + id + "\"}")
                .at("/result/contents/0");
        var prompt = client.request("prompts/list", "{}").at("/result/prompts/0");
        var text = client.request(
                        "prompts/get", "{\"name\":\"recall_before_you_work\",\"arguments\":{\"task\":\"fix 100 %s\"}}")
                .at("/result/messages/0/content/text");

        assertThat(template.get("uriTemplate").stringValue()).isEqualTo("memlog://memory/{id}");
        assertThat(content.get("text").stringValue())
                .isEqualTo(service.get("/memory-logs/" + id).body());
        assertThat(content.get("mimeType").stringValue()).isEqualTo("application/json");
        assertThat(prompt.get("name").stringValue()).isEqualTo("recall_before_you_work");
        assertThat(text.stringValue()).endsWith("The task: fix 100 %s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"memlog://memory/999999999", "memlog://memory/x", "memlog://other/1", "file:///etc/passwd"})
    void a_resource_that_does_not_exist_is_an_error_of_the_protocol(String uri) {
        var error =
                client.request("resources/read", "{\"uri\":\"" + uri + "\"}").get("error");

        assertThat(error.get("code").intValue()).isIn(-32002, -32602);
    }

    private void finds(List<IndexHit> hits) {
        service.embeddingWorker().answers("vector", _ -> new IndexHits(hits));
    }

    private static IndexHit hit(long id, String document) {
        return new IndexHit(new MemoryId(id), 1, document, 0.5, 0.75);
    }
}
