package io.memlog.graph.entities;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.contract.Memories;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryEntitiesTest {

    @Test
    void all_fields_of_a_memory_log_give_entities() {
        var mentions = of("implement-retry", """
                {
                  "summary": "`KafkaListener` retries too often, see GH-3349 and #12.",
                  "component": "listener",
                  "tags": ["backend", "class:ErrorHandler"],
                  "related_tasks": ["fix-backoff"],
                  "files_touched": ["src/main/Retry.java"],
                  "solution": {"key_changes": [{"file": "src/main/BackOff.java", "change": "set max.poll.records"}]}
                }
                """);

        assertThat(mentions)
                .contains(
                        new Mention(new Entity(EntityType.PROJECT, "project"), Relation.PART_OF),
                        new Mention(new Entity(EntityType.AGENT, "tester"), Relation.DONE_BY),
                        new Mention(new Entity(EntityType.CONVERSATION, "conversation-1"), Relation.SAID_IN),
                        new Mention(new Entity(EntityType.TASK, "implement-retry"), Relation.ABOUT),
                        new Mention(new Entity(EntityType.TASK, "fix-backoff"), Relation.REFERS_TO),
                        new Mention(new Entity(EntityType.COMPONENT, "listener"), Relation.ABOUT),
                        new Mention(new Entity(EntityType.TAG, "backend"), Relation.TAGGED),
                        new Mention(new Entity(EntityType.FILE, "src/main/Retry.java"), Relation.TOUCHES),
                        new Mention(new Entity(EntityType.FILE, "src/main/BackOff.java"), Relation.TOUCHES),
                        new Mention(new Entity(EntityType.FOLDER, "src/main"), Relation.WORKS_IN),
                        new Mention(new Entity(EntityType.ISSUE, "GH-3349"), Relation.REFERS_TO),
                        new Mention(new Entity(EntityType.ISSUE, "GH-12"), Relation.REFERS_TO),
                        new Mention(new Entity(EntityType.IDENTIFIER, "KafkaListener"), Relation.MENTIONS),
                        new Mention(new Entity(EntityType.IDENTIFIER, "BackOff"), Relation.MENTIONS),
                        new Mention(new Entity(EntityType.IDENTIFIER, "ErrorHandler"), Relation.MENTIONS),
                        new Mention(new Entity(EntityType.IDENTIFIER, "max.poll.records"), Relation.MENTIONS))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            see GH-3349,                                            GH-3349
            see gh-3349,                                            GH-3349
            fixes #3349.,                                           GH-3349
            Bump things (#3349),                                    GH-3349
            spring-projects/spring-kafka#3349,                      GH-3349
            https://github.com/spring-projects/kafka/issues/3349,   GH-3349
            https://github.com/a/b/pull/3349/files,                 GH-3349
            merged in PR 3349,                                      GH-3349
            merged in PR #3349,                                     GH-3349
            issue 3349 is fixed,                                    GH-3349
            blocked by KAFKA-10683,                                 KAFKA-10683
            https://issues.apache.org/jira/browse/KAFKA-10683?x=1,  KAFKA-10683
            patched CVE-2024-12345,                                 CVE-2024-12345
            """)
    void a_reference_to_an_issue_has_a_canonical_name(String text, String issue) {
        assertThat(named(text)).contains(new Entity(EntityType.ISSUE, issue));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            the KafkaListener stops,                     IDENTIFIER, KafkaListener
            annotated with @KafkaListener,               IDENTIFIER, KafkaListener
            use `Runnable` there,                        IDENTIFIER, Runnable
            calls pollTimeout() twice,                   IDENTIFIER, pollTimeout
            MAX_POLL_RECORDS is 500,                     IDENTIFIER, MAX_POLL_RECORDS
            set spring.kafka.bootstrap-servers,          IDENTIFIER, spring.kafka.bootstrap-servers
            org.apache.kafka.clients.ProducerConfig,     IDENTIFIER, ProducerConfig
            org.apache.kafka.clients.ProducerConfig,     IDENTIFIER, org.apache.kafka.clients.ProducerConfig
            Bump org.springframework.boot:spring-boot,   IDENTIFIER, org.springframework.boot:spring-boot
            KafkaTemplate#send is slow,                  IDENTIFIER, KafkaTemplate
            changed whats-new.adoc,                      FILE,       whats-new.adoc
            changed src/main/app.py,                     FILE,       src/main/app.py
            ask POSTGRESQL,                              TECHNOLOGY, PostgreSQL
            the kafka-streams module,                    TECHNOLOGY, Kafka
            """)
    void a_name_in_a_text_is_an_entity(String text, EntityType type, String name) {
        assertThat(named(text)).contains(new Entity(type, name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The quick brown fox jumps over the lazy dog, and then it sleeps.",
                "e.g. this, i.e. that; well-known cherry-picks and/or others etc.",
                "version 1.2.3, v2.0.0-RC1, 3.2.x and 4.0.0-SNAPSHOT on 2024-01-02 at 10:30:00",
                "42 1,000 3.14 0x1F 1e5 100% 12/31/2024 127.0.0.1",
                "UTF-8, SHA-256, ISO-8859, AES-128",
                "`the` and `and` and `null` and `true`",
                "mail me at someone@example.com or see https://example.com/a/b.html?q=Some_Thing",
                "a sentence.Another one follows. so does.this",
                "commit c0fe2c2fb8a5e05f3edf9a8b6a38dfa6a92a0f71 is bad",
                "# ## ### #0 #123456789 @ @@ __ -- .. :: // $ ` `` ```",
                "Привет мир, 日本語のテキスト, שלום 🎉🎉"
            })
    void plain_words_numbers_and_versions_are_no_entities(String text) {
        assertThat(named(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"files_touched": "a/B.java"}
            {"files_touched": ["a/B.java"]}
            {"files_touched": ["./a/B.java", 7, null, true]}
            {"files_touched": [{"path": "a/B.java", "lines": 3}]}
            {"files_touched": {"a/B.java": "added"}}
            {"files_touched": "a/B.java, c/D.java"}
            {"files_touched": "a/B.java\\nc/D.java"}
            {"files_touched": ["a/B.java (new)"]}
            {"files": {"modified": ["a/B.java"], "added": []}}
            {"solution": {"files": ["a/B.java"]}}
            {"solution": {"key_changes": [{"file": "a/B.java", "what": "x"}]}}
            {"solution": [{"file_path": "a/B.java"}]}
            {"code_context": {"deep": [{"filename": "a/B.java"}]}}
            {"modified_files": [["a/B.java"]]}
            {"outcomes": {"changed_files": [{"name": "a/B.java"}]}}
            """)
    void a_touched_file_is_extracted_from_every_shape(String rawData) {
        assertThat(of("task", rawData))
                .contains(
                        new Mention(new Entity(EntityType.FILE, "a/B.java"), Relation.TOUCHES),
                        new Mention(new Entity(EntityType.FOLDER, "a"), Relation.WORKS_IN));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}
            {"tags": 7, "component": null, "related_tasks": {"a": 1}, "files": false, "solution": []}
            {"tags": {"a": [1]}, "component": [[]], "related_tasks": [[[]]], "files": [[1, {}]]}
            {"tags": ["the", "and", "7", "", " "], "component": "with", "related_tasks": ["12"]}
            {"files": ["https://example.com/x", "", " ", "..."], "path": "/memory-logs"}
            """)
    void unexpected_types_stop_words_and_numbers_add_no_entities(String rawData) {
        assertThat(of("the task", rawData))
                .extracting(mention -> mention.entity().type())
                .containsExactly(
                        EntityType.USER,
                        EntityType.PROJECT,
                        EntityType.AGENT,
                        EntityType.CONVERSATION,
                        EntityType.TASK);
    }

    @Test
    void a_related_task_is_extracted_from_an_object() {
        assertThat(of("task", "{\"related_tasks\": [{\"task\": \"fix-it\", \"reason\": \"why not\"}]}"))
                .contains(new Mention(new Entity(EntityType.TASK, "fix-it"), Relation.REFERS_TO));
    }

    @Test
    void names_that_differ_in_case_or_normalization_are_different_entities() {
        assertThat(of("task", "{\"tags\": [\"caf\\u00e9\", \"cafe\\u0301\", \"Caf\\u00e9\"]}"))
                .filteredOn(mention -> mention.entity().type() == EntityType.TAG)
                .hasSize(3);
    }

    @Test
    void names_in_a_text_are_limited_but_touched_files_are_not() {
        var names = numbered("SomeClass%d", 5_000);
        var files = numbered("\"src/File%d.java\"", 600);

        var mentions = of("task", "{\"summary\": \"" + names.replace(",", " ") + "\", \"files\": [" + files + "]}");

        assertThat(mentions).hasSizeLessThan(1_000);
        assertThat(mentions)
                .filteredOn(mention -> mention.relation() == Relation.TOUCHES)
                .hasSize(600);
    }

    @Test
    void control_characters_are_replaced_and_long_words_skipped() {
        var mentions = of(
                "a\u0007b",
                "{\"tags\": [\"a\\u0000b\", \"" + "x".repeat(5_000) + "\"], \"summary\": \"" + "aB".repeat(100_000)
                        + "\"}");

        assertThat(mentions)
                .extracting(mention -> mention.entity().name())
                .contains("a\uFFFDb")
                .noneMatch(name -> name.length() > 512);
    }

    @Test
    void extraction_is_deterministic() {
        var memory =
                Memories.memory("KafkaListener", "{\"files\": [\"b/A.java\", \"a/B.java\"], \"tags\": [\"x\", \"y\"]}");

        assertThat(MemoryEntities.of(memory)).isEqualTo(MemoryEntities.of(memory));
    }

    private static String numbered(String pattern, int count) {
        return IntStream.range(0, count).mapToObj(pattern::formatted).collect(Collectors.joining(","));
    }

    private static List<Mention> of(String task, String rawData) {
        return MemoryEntities.of(Memories.memory(task, rawData));
    }

    private static List<Entity> named(String text) {
        return MemoryEntities.ofQuery(text);
    }
}
