package io.memlog.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPointersTest {

    @ParameterizedTest
    @CsvSource({"task, #/task", "a/b, #/a~1b", "m~n, #/m~0n", "é, #/%C3%A9", "'a b', #/a%20b", "'', #/"})
    void a_pointer_is_a_uri_fragment(String member, String fragment) {
        assertThat(JsonPointers.member(JsonPointers.ROOT, member)).isEqualTo(fragment);
    }

    @Test
    void a_value_with_a_long_pointer_is_named_by_the_one_around_it() {
        var pointer = JsonPointers.of("#", List.of("raw_data", 3, "é".repeat(200), "x"));

        assertThat(pointer).isEqualTo("#/raw_data/3");
        assertThat(JsonPointers.member("#/a", "n".repeat(1_000_000))).isEqualTo("#/a");
    }
}
