package io.memlog.graph.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.contract.Memories;
import org.junit.jupiter.api.Test;

class MemoryDocumentTest {

    @Test
    void a_body_has_the_task_first_and_then_all_texts_of_the_memory() {
        var memory = Memories.memory("the task", """
                {"tags": ["red", "blue"], "extra": {"note": "more"}, "files_touched": ["a/B.java"],
                 "solution": {"approach": "how", "files": ["c/D.java"]}, "summary": "what", "lesson": 7}
                """);

        assertThat(MemoryDocument.of(memory).body().lines())
                .containsExactly("the task", "what", "how", "7", "more", "red, blue", "a/B.java", "c/D.java");
    }

    @Test
    void a_memory_without_raw_data_has_its_task_as_body() {
        assertThat(MemoryDocument.of(Memories.memory("the task", "{}")).body()).isEqualTo("the task");
    }

    @Test
    void the_label_has_the_date_in_words_and_the_agent() {
        assertThat(MemoryDocument.of(Memories.memory("the task", "{}")).label())
                .isEqualTo("January 2026 2January\ntester: ");
    }

    @Test
    void a_task_that_names_nothing_is_found_beneath() {
        var document = MemoryDocument.of(Memories.memory("conversation-1 #3349", "{\"summary\": \"what\"}"));

        assertThat(document.body()).isEqualTo("what");
        assertThat(document.beneath()).contains("#3349");
    }

    @Test
    void runs_of_stop_words_are_kept_apart_by_lines_and_other_words() {
        assertThat(StopWords.runs("To be, or not to be\nit is there and here in the box, and it is there."))
                .isEqualTo("to0 be0 or0 not0 to0 be0 the it0 is0 there0 and0 the in0 the0 the and0 it0 is0 there0");
        assertThat(StopWords.runs("the plain words of a text")).isEqualTo("of0 a0");
    }

    @Test
    void a_long_run_without_spaces_stays_whole() {
        var run = "a/long-path".repeat(40);

        assertThat(MemoryDocument.of(Memories.memory("the task", "{\"summary\": \"" + run + "\"}"))
                        .body())
                .contains(run);
    }

    @Test
    void sub_tokens_are_the_words_of_compounds() {
        assertThat(Tokens.subTokens("plain words, KafkaListener.java and max-poll XMLParser2"))
                .isEqualTo("kafkalistener java kafka listener max poll xml parser 2");
    }
}
