package io.memlog.cli.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.schemas.json.Json;
import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class LineKeysTest {

    @Test
    void the_order_of_members_does_not_matter_and_every_digit_does() {
        assertThat(key("{\"a\":1,\"b\":{\"c\":2,\"d\":3}}")).isEqualTo(key("{\"b\":{\"d\":3,\"c\":2},\"a\":1}"));
        assertThat(key("{\"a\":1.0}")).isNotEqualTo(key("{\"a\":1.00}"));
        assertThat(key("{\"a\":[1,2]}")).isNotEqualTo(key("{\"a\":[2,1]}"));
    }

    @Test
    void a_key_is_one_that_memlog_takes() {
        assertThat(key("{\"a\":\"\u00e9\"}")).matches("line-[0-9a-f]{64}-1");
    }

    @Test
    void equal_logs_are_numbered() {
        var keys = new LineKeys();

        keys.next(log("{\"a\":1}"));
        keys.next(log("{\"a\":2}"));

        assertThat(keys.next(log("{\"a\":1}"))).endsWith("-2");
        assertThat(keys.next(log("{\"a\":1}"))).endsWith("-3");
    }

    @Test
    void numbers_are_counted_like_a_map_counts_them() {
        var random = new Random(7);
        var expected = new HashMap<Long, Integer>();
        var ordinals = new Ordinals();

        for (int i = 0; i < 100_000; i++) {
            var number = random.nextInt(4) == 0 ? (long) random.nextInt(50) << 40 : random.nextLong();

            assertThat(ordinals.next(number)).isEqualTo(expected.merge(number, 1, Integer::sum));
        }
    }

    private static String key(String json) {
        return new LineKeys().next(log(json));
    }

    private static ObjectNode log(String json) {
        return (ObjectNode) Json.mapper().readTree(json);
    }
}
