package io.memlog.graph.neo4j;

import static io.memlog.consumer.contract.Memories.memory;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.contract.Memories;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.search.IndexFilters;
import io.memlog.schemas.search.IndexHit;
import io.memlog.schemas.search.IndexQuery;
import io.memlog.schemas.search.RelatedHits.RelatedEntity;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchIT {

    private final Tenant tenant = Memories.someTenant();
    private final TenantGraph tenantGraph = TenantGraph.inSharedNeo4j(tenant);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ConcurrentMessageListenerContainer",
                "concurrentmessagelistenercontainer",
                "message listener container",
                "concurrent containers",
                "GH-3349",
                "gh-3349",
                "#3349",
                "PartitionPauser.java",
                "src/main/PartitionPauser.java",
                "pauser",
                "max.poll.records",
                "poll records",
                "rebalanced",
                "what happens when it is rebalancing?",
                "日本語",
                "🎉"
            })
    void a_memory_is_found_by_words_identifiers_issues_and_files(String query) {
        var wanted = memory(tenant, "GH-3349: pause partitions", """
                {"summary": "ConcurrentMessageListenerContainer lost max.poll.records when it rebalanced 日本語 🎉",
                 "files": ["src/main/PartitionPauser.java"]}
                """);
        tenantGraph.store(
                memory(tenant, "Blue buttons", "{\"summary\": \"New colours for the settings page\"}"), wanted);

        assertThat(tenantGraph.byText(query)).containsExactly(wanted.id());
    }

    @Test
    void a_memory_is_found_by_its_date_and_its_agent_and_shows_neither() {
        var wanted = memory(Memories.someId(), 1, tenant, "Blue", "{}", "Ada", "2025-03-27", "c");
        var other = memory(Memories.someId(), 1, tenant, "Red", "{}", "Max", "2025-04-27", "c");
        tenantGraph.store(wanted, other);

        assertThat(tenantGraph.byText("what did Ada do?")).containsExactly(wanted.id());
        assertThat(tenantGraph.byText("on the 27th March")).containsExactly(wanted.id());
        assertThat(tenantGraph.byText("27")).isEmpty();
        assertThat(tenantGraph.hitsByText("March 2025").getFirst().document()).isEqualTo("Blue");
    }

    @ParameterizedTest
    @ValueSource(strings = {"怎么重试失败的消息", "ランキング", "전송을", "再送", "메시지"})
    void chinese_japanese_and_korean_texts_are_found_by_a_part_of_a_sentence(String query) {
        var wanted = memory(tenant, "修正", """
                {"summary": "消息发送失败以后自动重试。検索ランキングを直して再送した。메시지전송을 다시 시도했다"}
                """);
        tenantGraph.store(memory(tenant, "设置页面", "{\"summary\": \"新的颜色。画面の色。화면 색상\"}"), wanted);

        assertThat(tenantGraph.byText(query)).containsExactly(wanted.id());
    }

    @Test
    void a_match_in_the_task_ranks_above_one_in_the_text() {
        var mentions = memory(tenant, "something else", "{\"summary\": \"here the outbox is named in passing\"}");
        var isAbout = memory(tenant, "drain the outbox", "{\"summary\": \"here it is about another thing at all\"}");
        tenantGraph.store(mentions, isAbout, memory(tenant, "no match", "{}"));

        assertThat(tenantGraph.byText("outbox")).containsExactly(isAbout.id(), mentions.id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "KafkaTemplate",
                "kafkatemplate",
                "@KafkaTemplate",
                "what about the template?",
                "KafkaTemplate.java",
                "fixes #77",
                "GH-77",
                "backoff"
            })
    void a_memory_is_found_by_an_entity_in_the_query(String query) {
        var wanted = memory(tenant, "GH-77 is done", """
                {"component": "backoff", "files": ["src/KafkaTemplate.java"]}
                """);
        tenantGraph.store(memory(tenant, "Blue buttons", "{\"tags\": [\"colours\"]}"), wanted);

        assertThat(tenantGraph.byEntities(query)).containsExactly(wanted.id());
    }

    @Test
    void a_rarer_entity_ranks_higher() {
        var common = IntStream.range(0, 9)
                .mapToObj(i -> memory(tenant, "common " + i, "{\"tags\": [\"CommonThing\"]}"))
                .toArray(MemoryLog[]::new);
        var rare = memory(tenant, "rare", "{\"tags\": [\"RareThing\"]}");
        tenantGraph.store(common);
        tenantGraph.store(rare);

        assertThat(tenantGraph.byEntities("CommonThing RareThing"))
                .startsWith(rare.id())
                .hasSize(10);
    }

    @Test
    void filters_apply_before_the_limit() {
        tenantGraph.store(IntStream.range(0, 60)
                .mapToObj(i -> filtered("other", "2020-01-01", "there", "red"))
                .toArray(MemoryLog[]::new));
        var wanted = filtered("Claude 4.5", "2026-03-04T10:00:00Z", "c/1", "red");
        tenantGraph.store(wanted);

        assertThat(bothFind(new IndexFilters("Claude 4.5", List.of(), null, null, null)))
                .containsExactly(wanted.id());
        assertThat(bothFind(new IndexFilters(null, List.of("x y", "red"), null, null, null)))
                .containsExactly(wanted.id());
        assertThat(bothFind(new IndexFilters(null, List.of(), "c/1", null, null)))
                .containsExactly(wanted.id());
        assertThat(bothFind(new IndexFilters(null, List.of(), null, Instant.parse("2026-03-04T10:00:00Z"), null)))
                .containsExactly(wanted.id());
        assertThat(bothFind(
                        new IndexFilters(null, List.of(), null, Instant.parse("2026-03-04T10:00:00.000001Z"), null)))
                .isEmpty();
        assertThat(bothFind(new IndexFilters(null, List.of(), null, null, Instant.parse("2019-12-31T23:59:59Z"))))
                .isEmpty();
        assertThat(bothFind(new IndexFilters(null, List.of(), null, null, Instant.parse("2020-01-01T00:00:00Z"))))
                .hasSize(5)
                .doesNotContain(wanted.id());
        assertThat(bothFind(new IndexFilters("claude 4.5", List.of(), null, null, null)))
                .isEmpty();
        assertThat(bothFind(IndexFilters.NONE)).hasSize(5);
    }

    @ParameterizedTest
    @MethodSource("specialQueries")
    void a_query_with_special_characters_does_not_fail(String query) {
        tenantGraph.store(memory(tenant, "the task", "{\"summary\": \"some words about Kafka\"}"));

        assertThat(tenantGraph.byText(query)).hasSizeLessThanOrEqualTo(1);
        assertThat(tenantGraph.byEntities(query)).hasSizeLessThanOrEqualTo(1);
    }

    static Stream<String> specialQueries() {
        return Stream.of(
                "\"",
                "'",
                "\\",
                "\\\"",
                "*",
                "?",
                "**:*",
                "keys:*",
                "+keys:x -task:y",
                "a AND OR NOT b",
                "(((((",
                ")",
                "[a TO b]",
                "{* TO *}",
                "x^1e9",
                "x~0.5",
                "/re.*gex/",
                "_exists_:task",
                "&& || !",
                "-",
                "}) MATCH (n) DETACH DELETE n //",
                "' RETURN 1; DROP INDEX x",
                "$param {{x}}",
                "`",
                "/* */",
                "the",
                "the and of to it",
                "🎉",
                "🎉🎉 🚀",
                "👩‍👩‍👧‍👦",
                "ﷺ",
                "\u200B",
                "\u202E abc",
                "e\u0301",
                "a".repeat(8_192),
                "Kafka ".repeat(1_365),
                "\"".repeat(8_192),
                "🎉".repeat(4_096),
                "a.".repeat(4_096),
                "aB".repeat(4_096),
                "日本語".repeat(2_730),
                IntStream.range(0, 1_300).mapToObj(i -> "Ab" + i + ".c").reduce("", (a, b) -> a + " " + b));
    }

    @ParameterizedTest
    @ValueSource(strings = {"the", "the and of", "\"", "\u200B", "..."})
    void a_query_of_stop_words_or_punctuation_has_no_hits(String query) {
        tenantGraph.store(memory(tenant, "the task", "{\"summary\": \"and of the\"}"));

        assertThat(tenantGraph.byText(query)).isEmpty();
        assertThat(tenantGraph.byEntities(query)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("longRuns")
    void every_part_of_a_long_run_without_spaces_is_found(String run, List<String> parts) {
        var inText = memory(tenant, "first", "{\"summary\": \"it failed with " + run + "\"}");
        var inTask = memory(tenant, run, "{}");
        tenantGraph.store(memory(tenant, "Blue buttons", "{\"summary\": \"New colours\"}"), inText, inTask);

        for (var part : parts) {
            assertThat(tenantGraph.byText(part)).as(part).containsExactlyInAnyOrder(inText.id(), inTask.id());
        }
        assertThat(tenantGraph.byText(run)).containsExactlyInAnyOrder(inText.id(), inTask.id());
    }

    static Stream<Arguments> longRuns() {
        return Stream.of(
                Arguments.of(
                        "{" + numbered("'key%d':'value%d',") + "'last':'quetzal','done':true}",
                        List.of("key0", "value30", "quetzal", "'last':'quetzal'")),
                Arguments.of(
                        "https://shop.example.org/orders?" + numbered("filter%d=value%d&") + "callback=quetzal",
                        List.of("shop.example.org", "value30", "quetzal", "callback=quetzal")),
                Arguments.of(
                        "(function(a,b){" + numbered("a.set%d(b.get%d);") + "return QuetzalMapper(a)})",
                        List.of("set30", "QuetzalMapper", "quetzal", "return")),
                Arguments.of(
                        "/srv/" + numbered("level%d-%d/") + "QuetzalMapper.java",
                        List.of("level7", "level30-30", "QuetzalMapper.java", "mapper")),
                Arguments.of(numbered("level%d_%d.") + "quetzal_end", List.of("level30", "quetzal_end", "quetzal")),
                Arguments.of("x".repeat(700) + "QuetzalMapper", List.of("x".repeat(700), "Mapper")),
                Arguments.of("日本語".repeat(300), List.of("日本語", "日本語".repeat(100))));
    }

    private static String numbered(String pattern) {
        return IntStream.range(0, 40).mapToObj(i -> pattern.formatted(i, i)).collect(Collectors.joining());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOT",
                "OR",
                "a AND",
                "AND NOT",
                "&&",
                "||",
                "!",
                "->",
                "a\\nb",
                "a\\tb",
                "line\\r\\nbreak",
                "bell\\u0007",
                "to be or not to be",
                "task:\\\"x\\\"",
                "*"
            })
    void an_entity_is_found_by_its_name_as_sent(String json) {
        var name = Json.mapper().readTree('"' + json + '"').stringValue();
        var wanted = memory(tenant, "first", "{\"component\": \"" + json + "\"}");
        var tagged = memory(tenant, "second", "{\"tags\": [\"" + json + "\"]}");
        tenantGraph.store(memory(tenant, "Blue buttons", "{\"component\": \"other thing\"}"), wanted, tagged);

        assertThat(tenantGraph.byEntities(name)).containsExactlyInAnyOrder(wanted.id(), tagged.id());
        assertThat(tenantGraph.related(wanted.id(), 1, 10).entities())
                .extracting(RelatedEntity::name)
                .contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"to be or not to be", "To be, or not to be", "not to", "TO-BE"})
    void a_memory_of_stop_words_alone_is_found_by_them_in_their_order(String query) {
        var task = memory(tenant, "to be or not to be", "{}");
        var text = memory(tenant, "Hamlet", "{\"summary\": \"To be, or not to be, that is the question\"}");
        var reversed = memory(tenant, "be to not or be to", "{\"summary\": \"to\\nbe\"}");
        tenantGraph.store(task, text, reversed);

        assertThat(tenantGraph.byText(query)).containsExactlyInAnyOrder(task.id(), text.id());
    }

    @Test
    void an_unknown_tenant_has_no_hits() {
        assertThat(tenantGraph.byText("anything")).isEmpty();
        assertThat(tenantGraph.byEntities("KafkaTemplate")).isEmpty();
        assertThat(tenantGraph.related(Memories.someId(), 3, 10).memories()).isEmpty();
        assertThat(tenantGraph.related(Memories.someId(), 3, 10).entities()).isEmpty();
    }

    private MemoryLog filtered(String agent, String date, String conversation, String tag) {
        var tags = agent.equals("other") ? "[\"" + tag + "\"]" : "[\"" + tag + "\", \"x y\"]";
        return Memories.memory(
                Memories.someId(), 1, tenant, "FindMe now", "{\"tags\": " + tags + "}", agent, date, conversation);
    }

    private List<MemoryId> bothFind(IndexFilters filters) {
        var query = tenantGraph.query("FindMe", 5, filters);
        Function<Function<IndexQuery, List<IndexHit>>, List<MemoryId>> ids =
                search -> TenantGraph.ids(search.apply(query));
        var byText = ids.apply(tenantGraph.graph()::byText);
        assertThat(ids.apply(tenantGraph.graph()::byEntities)).hasSameSizeAs(byText);
        return byText;
    }
}
