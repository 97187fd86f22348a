package io.memlog.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPointersTest {

    @ParameterizedTest
    @CsvSource({"task, #/task", "a/b, #/a~1b", "m~n, #/m~0n", "é, #/%C3%A9", "'a b', #/a%20b", "'', #/"})
    void a_pointer_is_a_uri_fragment(String member, String fragment) {
        assertThat(JsonPointers.member(JsonPointers.ROOT, member)).isEqualTo(fragment);
    }
}
