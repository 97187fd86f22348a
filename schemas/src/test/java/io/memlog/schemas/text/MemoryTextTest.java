package io.memlog.schemas.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryDate;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryTextTest {

    @ParameterizedTest
    @CsvSource({
        "user-7 session_1 D1:4,   false",
        "kafka #12 (2),           false",
        "GH-3349,                 true",
        "3349,                    false",
        "Fix the relay of user-7, true",
        "修正,                    true"
    })
    void a_task_is_prose_when_it_names_more_than_labels_numbers_and_codes(String task, boolean isProse) {
        var memory = memory(task, "ada", "{\"summary\": \"what was done\", \"tags\": [\"Kafka\"]}");

        assertThat(MemoryText.isTaskProse(memory)).isEqualTo(isProse);
        assertThat(MemoryText.prose(memory).toList().contains(task)).isEqualTo(isProse);
        assertThat(MemoryText.prose(memory)).contains("what was done");
    }

    @Test
    void a_memory_without_prose_tells_its_task_whatever_that_is() {
        assertThat(MemoryText.prose(memory("user-7 3349", "ada", "{\"summary\": \"\\u0007\"}")))
                .containsExactly("user-7 3349");
    }

    @Test
    void the_source_of_an_import_is_no_prose() {
        var memory = memory("Speed up the relay", "ada", """
                {"summary": "s", "note": "n", "import_source": {"format": "f", "id": ["i"]}}""");

        assertThat(MemoryText.prose(memory)).containsExactly("Speed up the relay", "s", "n");
    }

    @Test
    void tags_that_are_said_already_are_left_out() {
        var memory = memory("Speed up the relay", "Ada Byron", """
                {"tags": ["session_1", "relay", "Ada", "user-7", "lay", "outbox"]}""");

        assertThat(MemoryText.tags(memory)).containsExactly("lay", "outbox");
    }

    @Test
    void a_tag_that_only_a_left_out_task_says_stays() {
        assertThat(MemoryText.tags(memory("kafka 12", "ada", "{\"tags\": [\"kafka\"], \"summary\": \"s\"}")))
                .containsExactly("kafka");
    }

    @Test
    void the_tail_is_the_end_of_what_the_agent_tells() {
        assertThat(MemoryText.tail(memory("user-7", "Ada", "{\"summary\": \"Did it\\n work?\"}")))
                .isEqualTo("Ada: Did it work?");
        assertThat(MemoryText.tail(memory("user-7", null, "{\"summary\": \"Did it work?\"}")))
                .isEqualTo("Did it work?");
        assertThat(MemoryText.tail(memory("t", "Ada", "{\"summary\": \"" + "\uD83D\uDE00".repeat(100) + "!\"}")))
                .isEqualTo("\uD83D\uDE00".repeat(79) + "!");
    }

    private static MemoryLog memory(String task, @Nullable String agent, String rawData) {
        var now = Instant.parse("2026-01-02T03:04:05Z");
        return new MemoryLog(
                new MemoryId(1),
                1,
                task,
                agent,
                MemoryDate.parse("2026-01-02"),
                "user-7",
                "project",
                "user-7/session_1",
                null,
                null,
                Json.mapper().readTree(rawData),
                now,
                now);
    }
}
