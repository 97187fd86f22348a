package io.memlog.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    private static final List<String> FILTER = List.of("a", "b");

    @Test
    void a_cursor_of_the_same_filter_returns_its_key() {
        var cursor = Cursor.of(FILTER, 7, Long.MIN_VALUE);

        assertThat(Cursor.parse(cursor, List.of("a", "b"), 2)).hasValue(new long[] {7, Long.MIN_VALUE});
    }

    @Test
    void a_cursor_of_another_filter_or_key_length_is_rejected() {
        var cursor = Cursor.of(FILTER, 7);

        assertThat(Cursor.parse(cursor, List.of("a"), 1)).isEmpty();
        assertThat(Cursor.parse(cursor, FILTER, 2)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "AAAA", "ümlaut"})
    void a_text_that_is_no_cursor_is_rejected(String text) {
        assertThat(Cursor.parse(text, FILTER, 1)).isEmpty();
    }
}
