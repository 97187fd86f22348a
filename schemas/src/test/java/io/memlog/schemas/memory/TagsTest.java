package io.memlog.schemas.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.schemas.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"tags":["a","b","a"]}        | a,b
            {"tags":["a",1,null,{"b":2}]} | a
            {"tags":"alone"}              | alone
            {"tags":{"a":1}}              | ''
            {"tags":7}                    | ''
            {}                            | ''
            """)
    void only_strings_are_tags_whatever_type_the_member_has(String rawData, String tags) {
        assertThat(String.join(",", Tags.of(Json.mapper().readTree(rawData)))).isEqualTo(tags);
    }
}
