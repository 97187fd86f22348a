package io.memlog.embedding.text;

import static io.memlog.consumer.contract.Memories.memory;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchableTextTest {

    @Test
    void the_text_of_a_memory_starts_with_the_most_relevant_members() {
        var lines = textOf("""
                {"tags": ["kafka", "retry"], "files_touched": ["src/main/Relay.java"], "component": "outbox",
                 "gotchas": ["mind the lease", {"problem": "clock skew", "remedy": "use the database's"}],
                 "validation": "load test", "lesson": "batch first", "root_cause": "one row per poll",
                 "solution": {"approach": "claim a batch", "key_changes": ["skip locked"], "files": ["Claim.sql"]},
                 "summary": "the relay was slow", "related_tasks": ["tune-outbox"]}""");

        assertThat(lines)
                .containsExactly(
                        "speed up",
                        "the relay was slow",
                        "one row per poll",
                        "claim a batch",
                        "skip locked",
                        "batch first",
                        "load test",
                        "mind the lease",
                        "clock skew",
                        "use the database's",
                        "outbox",
                        "kafka, retry",
                        "tune-outbox",
                        "Relay.java, Claim.sql");
    }

    static Stream<String> membersThatAreRead() {
        return Stream.of(
                "summary",
                "root_cause",
                "solution",
                "lesson",
                "validation",
                "gotchas",
                "component",
                "related_tasks",
                "files",
                "files_touched",
                "outcomes",
                "code_context");
    }

    @ParameterizedTest
    @MethodSource("membersThatAreRead")
    void every_member_is_read_whatever_its_type(String member) {
        for (var value : List.of(
                "\"needle\"",
                "[\"needle\"]",
                "[[[\"needle\"]]]",
                "{\"any\": \"needle\"}",
                "{\"any\": {\"deeper\": [\"needle\"]}}",
                "[{\"any\": \"needle\"}, 7, null, true]")) {
            assertThat(textOf("{\"" + member + "\": " + value + "}"))
                    .as("%s: %s", member, value)
                    .anySatisfy(line -> assertThat(line).contains("needle"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "{}", "\"\"", "\"  \\n \"", "[null]", "[{}]", "{\"a\": null}", "{\"a\": 12}"})
    void empty_members_add_nothing(String value) {
        for (var member : List.of("summary", "solution", "tags", "gotchas", "files", "related_tasks", "outcomes")) {
            assertThat(textOf("{\"" + member + "\": " + value + "}"))
                    .as("%s: %s", member, value)
                    .containsExactly("speed up");
        }
    }

    @Test
    void a_number_is_text_on_its_own_and_not_as_a_member_of_an_object() {
        assertThat(textOf("{\"summary\": 503, \"gotchas\": [1.50, true], \"solution\": {\"insertions\": 839}}"))
                .containsExactly("speed up", "503", "1.50", "true");
    }

    @Test
    void no_line_occurs_twice() {
        assertThat(textOf("{\"summary\": \"speed up\", \"lesson\": \"once\", \"solution\": \"once\"}"))
                .containsExactly("speed up", "once");
    }

    @Test
    void a_long_list_of_files_is_truncated() {
        var files = IntStream.range(0, 500)
                .mapToObj(i -> "\"src/main/java/org/example/deep/File" + i + ".java\"")
                .collect(Collectors.joining(","));

        var lines = textOf("{\"summary\": \"the point\", \"solution\": {\"files\": [" + files + "]}}");

        assertThat(lines).hasSize(3).contains("the point");
        assertThat(lines.getLast()).startsWith("File0.java, File1.java").hasSizeLessThan(300);
    }

    @Test
    void unknown_members_are_truncated() {
        var lines = textOf("{\"code_context\": \"" + "some code; ".repeat(10_000) + "\", \"lesson\": \"small\"}");

        assertThat(lines).hasSize(3).element(1).isEqualTo("small");
        assertThat(lines.getLast()).startsWith("some code;").hasSizeBetween(3_990, 4_000);
    }

    @Test
    void data_without_spaces_is_shortened() {
        var lines = textOf("{\"summary\": \"key " + "A0b1".repeat(10_000) + " end\"}");

        assertThat(lines.get(1)).startsWith("key A0b1").endsWith(" end").hasSizeLessThan(120);
    }

    @Test
    void invalid_characters_become_spaces() {
        assertThat(textOf("{\"summary\": \"a\\u0000b\\u0007c\\ud83d d \\ud83d\\ude00\"}"))
                .containsExactly("speed up", "a b c  d \uD83D\uDE00");
    }

    private static List<String> textOf(String rawData) {
        return SearchableText.of(memory("speed up", rawData));
    }
}
