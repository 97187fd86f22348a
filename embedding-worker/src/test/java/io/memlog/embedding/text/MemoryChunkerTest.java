package io.memlog.embedding.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.contract.Memories;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryChunkerTest {

    private static final int MAX_TOKENS = 128;
    private static final Pattern WORD = Pattern.compile("\\S+");

    private final MemoryChunker chunker = new MemoryChunker(MemoryChunkerTest::words, MAX_TOKENS);

    @Test
    void a_short_text_is_one_chunk() {
        assertThat(chunker.chunks(List.of("the task", "what was done"))).containsExactly("the task\nwhat was done");
    }

    @Test
    void a_long_text_is_split_into_chunks_that_fit_without_loss() {
        var chunks = chunker.chunks(List.of("the task", sentences(100)));

        assertThat(chunks)
                .hasSizeGreaterThan(4)
                .allSatisfy(chunk -> assertThat(words(chunk)).isLessThanOrEqualTo(MAX_TOKENS));
        var joined =
                chunks.stream().map(chunk -> chunk.replace("the task\n", "")).collect(Collectors.joining(" "));
        assertThat(joined).isEqualTo(sentences(100));
    }

    @Test
    void a_passage_is_embedded_after_its_agent_and_the_first_one_with_what_it_answers() {
        var memory = Memories.memory("the task", "{\"summary\": \"" + sentences(100) + "\"}");
        var wide = new MemoryChunker(MemoryChunkerTest::words, 2 * MAX_TOKENS);

        var passages = wide.passages(memory, "Ada: and then?");

        assertThat(passages)
                .hasSizeGreaterThan(2)
                .allSatisfy(passage -> assertThat(words(passage.embedded())).isLessThanOrEqualTo(2 * MAX_TOKENS))
                .allSatisfy(passage -> assertThat(passage.embedded()).startsWith("tester: " + passage.text()));
        assertThat(passages.getFirst().embedded()).endsWith(" (in reply to: Ada: and then?)");
        assertThat(passages.get(1).embedded())
                .isEqualTo("tester: " + passages.get(1).text());
    }

    @Test
    void a_window_too_small_for_the_context_holds_the_text_alone() {
        var passages = chunker.passages(Memories.memory("the task", "{}"), "Ada: and then?");

        assertThat(passages).containsExactly(new MemoryChunker.Passage("the task", "the task"));
    }

    @Test
    void every_chunk_starts_with_the_task() {
        assertThat(chunker.chunks(List.of("the task", sentences(100))))
                .allSatisfy(chunk -> assertThat(chunk).startsWith("the task\n"));
    }

    @Test
    void chunks_end_at_the_end_of_sentences() {
        assertThat(chunker.chunks(List.of("the task", sentences(100))))
                .allSatisfy(chunk -> assertThat(chunk).endsWith("."));
    }

    @Test
    void a_sentence_that_is_too_long_is_split_between_words() {
        var chunks = chunker.chunks(List.of("the task", "word ".repeat(1_000).strip()));

        assertThat(chunks)
                .hasSizeBetween(8, 9)
                .allSatisfy(chunk -> assertThat(words(chunk)).isLessThanOrEqualTo(MAX_TOKENS));
        assertThat(chunks.stream().mapToInt(chunk -> words(chunk) - 2).sum()).isEqualTo(1_000);
    }

    @Test
    void a_text_without_spaces_is_split_between_characters() {
        var perCharacter = new MemoryChunker(text -> (int) text.codePoints().count(), MAX_TOKENS);

        var chunks = perCharacter.chunks(List.of("題", "\uD83D\uDE00".repeat(1_000)));

        assertThat(chunks).hasSizeGreaterThan(7).allSatisfy(chunk -> {
            assertThat(chunk.codePoints().count()).isLessThanOrEqualTo(MAX_TOKENS + 2);
            assertThat(chunk.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE))
                    .isTrue();
        });
    }

    @Test
    void a_very_long_word_of_one_token_is_split() {
        assertThat(chunker.chunks(List.of("the task", "字".repeat(100_000))))
                .hasSizeGreaterThan(10)
                .allSatisfy(chunk -> assertThat(chunk).hasSizeLessThanOrEqualTo(6_100));
    }

    @Test
    void a_long_task_is_truncated_in_the_other_chunks() {
        var chunks = chunker.chunks(List.of("long ".repeat(300).strip(), sentences(20)));

        assertThat(chunks).allSatisfy(chunk -> assertThat(words(chunk)).isLessThanOrEqualTo(MAX_TOKENS));
        assertThat(chunks.getLast()).startsWith("long long").endsWith(".");
    }

    @Test
    void the_same_text_is_always_split_the_same_way() {
        var lines = List.of("the task", sentences(100));

        assertThat(chunker.chunks(lines))
                .isEqualTo(new MemoryChunker(MemoryChunkerTest::words, MAX_TOKENS).chunks(List.copyOf(lines)));
    }

    private static String sentences(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "this is sentence %d of many.".formatted(i))
                .collect(Collectors.joining(" "));
    }

    private static int words(String text) {
        return (int) WORD.matcher(text).results().count();
    }
}
