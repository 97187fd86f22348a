package io.memlog.cli.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.schemas.json.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class IdempotencyKeyGeneratorTest {

    @Test
    void the_order_of_members_does_not_matter_and_every_digit_does() {
        assertThat(key("{\"a\":1,\"b\":{\"c\":2,\"d\":3}}")).isEqualTo(key("{\"b\":{\"d\":3,\"c\":2},\"a\":1}"));
        assertThat(key("{\"a\":1.0}")).isNotEqualTo(key("{\"a\":1.00}"));
        assertThat(key("{\"a\":[1,2]}")).isNotEqualTo(key("{\"a\":[2,1]}"));
    }

    @Test
    void a_key_matches_the_format_of_the_api() {
        assertThat(key("{\"a\":\"\u00e9\"}")).matches("line-[0-9a-f]{64}-1");
    }

    @Test
    void equal_memory_logs_are_numbered() {
        var keys = new IdempotencyKeyGenerator();

        keys.next(log("{\"a\":1}"));
        keys.next(log("{\"a\":2}"));

        assertThat(keys.next(log("{\"a\":1}"))).endsWith("-2");
        assertThat(keys.next(log("{\"a\":1}"))).endsWith("-3");
    }

    private static String key(String json) {
        return new IdempotencyKeyGenerator().next(log(json));
    }

    private static ObjectNode log(String json) {
        return (ObjectNode) Json.mapper().readTree(json);
    }
}
