package io.memlog.graph.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.contract.Memories;
import org.junit.jupiter.api.Test;

class MemoryDocumentTest {

    @Test
    void a_document_holds_all_that_the_memory_says_the_task_first() {
        var memory = Memories.memory("the task", """
                {"tags": ["red", "blue"], "extra": {"note": "more"}, "files_touched": ["a/B.java"],
                 "solution": {"approach": "how", "files": ["c/D.java"]}, "summary": "what", "lesson": 7}
                """);

        assertThat(MemoryDocument.of(memory).lines())
                .containsExactly("the task", "what", "how", "7", "more", "a/B.java", "c/D.java", "red, blue");
    }

    @Test
    void a_memory_that_says_nothing_has_its_task() {
        assertThat(MemoryDocument.of(Memories.memory("the task", "{}"))).isEqualTo("the task");
    }

    @Test
    void words_beneath_are_those_of_compounds_only() {
        assertThat(Tokens.subTokens("plain words, KafkaListener.java and max-poll XMLParser2"))
                .isEqualTo("kafkalistener java kafka listener max poll xml parser 2");
    }
}
