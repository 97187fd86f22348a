package io.memlog.graph.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LuceneQueryTest {

    @Test
    void an_identifier_is_asked_for_as_a_whole_and_by_its_parts() {
        var query = LuceneQuery.of("ConcurrentMessageListenerContainer");

        assertThat(query.words()).containsExactly("concurrentmessagelistenercontainer");
        assertThat(query.parts()).containsExactly("concurrent", "message", "listener", "container");
    }

    @Test
    void what_stands_together_is_asked_for_together() {
        var query = LuceneQuery.of("set max.poll.records, GH-3349");

        assertThat(query.words()).containsExactly("set", "max", "poll", "records", "gh", "3349");
        assertThat(query.phrases()).containsExactly("max.poll.records ", "GH-3349");
    }

    @Test
    void nothing_of_the_syntax_of_lucene_is_left() {
        var query = LuceneQuery.of("a\" OR keys:* \\ (x^9 ~ [a TO b] {c} +d -e !f && || ? * /r/ \"");

        var withoutOurs = query.clauses("task", "document", "beneath")
                .replaceAll("(task|document|beneath):\"[^\"\\\\]*\"\\^[0-9.]+( |$)", "");
        assertThat(withoutOurs).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"the and of to", "\"\"\" ((( *", "   ", "\\", "+-&|!(){}[]^~*?:/"})
    void of_nothing_but_stop_words_and_signs_nothing_is_asked(String question) {
        assertThat(LuceneQuery.of(question).isEmpty()).isTrue();
    }

    @Test
    void the_longest_question_stays_below_the_number_of_clauses_that_lucene_takes() {
        var question = new StringBuilder();
        for (var i = 0; question.length() < 8_192; i++) {
            question.append(" Word").append(i).append(".More");
        }

        var clauses = LuceneQuery.of(question.toString()).clauses("task", "document", "beneath");

        assertThat(clauses.split("\" ?\\^", -1)).hasSizeLessThan(1_000);
    }

    @Test
    void a_possessive_is_no_word() {
        assertThat(LuceneQuery.of("Caroline's Anna\u2019s").words()).containsExactly("caroline", "anna");
    }

    @Test
    void emoji_are_words() {
        assertThat(LuceneQuery.of("🎉 🚀").words()).containsExactly("🎉", "🚀");
    }
}
