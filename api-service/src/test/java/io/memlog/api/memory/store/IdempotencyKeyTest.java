package io.memlog.api.memory.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memlog.api.http.ProblemException;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.Tenant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import tools.jackson.databind.JsonNode;

class IdempotencyKeyTest {

    private static final Tenant TENANT = new Tenant("u", "p");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":1,"b":{"c":[1,2],"d":null}} | { "b" : {"d":null, "c":[1, 2]}, "a":1 } | true
            {"a":1}                          | {"a":1.0}                               | false
            {"a":[1,2]}                      | {"a":[2,1]}                             | false
            {"a":null}                       | {}                                      | false
            {"a":"é"}                        | {"a":"\\u00e9"}                         | true
            """)
    void equal_json_values_have_the_same_hash(String one, String other, boolean same) {
        var first = IdempotencyKey.of("k", TENANT, json(one)).bodySha256();

        var second = IdempotencyKey.of("k", TENANT, json(other.replace("\\\\", "\\")))
                .bodySha256();

        assertThat(first.length).isEqualTo(32);
        assertThat(Arrays.equals(first, second)).isEqualTo(same);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "ü", "a\tb", "a\u007fb"})
    void a_key_that_is_not_visible_ascii_is_rejected(String key) {
        var request = new MockHttpServletRequest();
        request.addHeader(IdempotencyKey.HEADER, key);

        assertThatThrownBy(() -> IdempotencyKey.of(request, TENANT, json("{}"))).isInstanceOf(ProblemException.class);
    }

    @Test
    void two_keys_are_rejected_and_none_is_no_key() {
        var request = new MockHttpServletRequest();
        assertThat(IdempotencyKey.of(request, TENANT, json("{}"))).isNull();
        request.addHeader(IdempotencyKey.HEADER, "a");
        request.addHeader(IdempotencyKey.HEADER, "b");

        assertThatThrownBy(() -> IdempotencyKey.of(request, TENANT, json("{}"))).isInstanceOf(ProblemException.class);
    }

    private static JsonNode json(String text) {
        return Json.mapper().readTree(text);
    }
}
