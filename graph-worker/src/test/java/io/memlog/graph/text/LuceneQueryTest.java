package io.memlog.graph.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LuceneQueryTest {

    @Test
    void an_identifier_becomes_one_word_and_its_parts() {
        var query = LuceneQuery.of("ConcurrentMessageListenerContainer");

        assertThat(query.words()).containsExactly("concurrentmessagelistenercontainer");
        assertThat(query.wordParts()).containsExactly("concurrent", "message", "listener", "container");
    }

    @Test
    void words_without_a_space_between_them_become_a_phrase() {
        var query = LuceneQuery.of("set max.poll.records, GH-3349");

        assertThat(query.words()).containsExactly("set", "max", "poll", "records", "gh", "3349");
        assertThat(query.phrases()).containsExactly("max.poll.records ", "GH-3349");
    }

    @Test
    void no_syntax_of_lucene_reaches_the_clauses() {
        var query = LuceneQuery.of("a\" OR keys:* \\ (x^9 ~ [a TO b] {c} +d -e !f && || ? * /r/ \"");

        var withoutOurs = query.clauses("document", "task", "beneath")
                .replaceAll("(document|task|beneath):\"[^\"\\\\]*\"\\^[0-9.]+( |$)", "");
        assertThat(withoutOurs).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"the and of to", "\"\"\" ((( *", "   ", "\\", "+-&|!(){}[]^~*?:/"})
    void stop_words_and_punctuation_give_an_empty_query(String query) {
        assertThat(LuceneQuery.of(query).isEmpty()).isTrue();
    }

    @Test
    void a_query_of_8192_characters_has_fewer_clauses_than_lucene_accepts() {
        var query = new StringBuilder();
        for (var i = 0; query.length() < 8_192; i++) {
            query.append(" Word").append(i).append(".More");
        }

        var clauses = LuceneQuery.of(query.toString()).clauses("document", "task", "beneath");

        assertThat(clauses.split("\" ?\\^", -1)).hasSizeLessThan(1_000);
    }

    @Test
    void words_that_only_ask_are_dropped_unless_nothing_is_left() {
        assertThat(LuceneQuery.of("When did she paint a sunrise?").words()).containsExactly("paint", "sunrise");
        assertThat(LuceneQuery.of("The Who").words()).containsExactly("who");
        assertThat(LuceneQuery.of("How did she do?").words()).containsExactly("how", "did", "she", "do");
    }

    @Test
    void a_day_of_a_month_is_one_word_with_its_month() {
        assertThat(LuceneQuery.of("the 2nd January or 27 March 2023, June 5").words())
                .containsExactly("2nd", "january", "27", "march", "2023", "june", "5", "2january", "27march", "5june");
    }

    @Test
    void a_text_without_spaces_is_found_by_pairs_of_its_characters() {
        assertThat(LuceneQuery.of("如何重试 API").words()).containsExactly("如何重试", "如何", "何重", "重试", "api");
    }

    @Test
    void a_possessive_s_is_removed() {
        assertThat(LuceneQuery.of("Caroline's Anna\u2019s").words()).containsExactly("caroline", "anna");
    }

    @Test
    void emoji_are_words() {
        assertThat(LuceneQuery.of("🎉 🚀").words()).containsExactly("🎉", "🚀");
    }
}
