package io.memlog.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class JsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "-0.0",
                "0e0",
                "1e2",
                "1E+2",
                "12e-1",
                "1.0",
                "1.50",
                "0.000001",
                "0.00000123",
                "0.0000001",
                "-0.000000",
                "0.0000000",
                "123456789012345678901234567890.5",
                "-1.25E-7",
                "9007199254740993",
                "0.1000000000000000055511151231257827"
            })
    void a_number_is_written_as_it_was_read(String number) {
        var json = "{\"a\":[" + number + ",{\"b\":" + number + "}],\"c\":" + number + "}";

        var tree = Json.mapper().readTree(json);
        var value = Json.mapper().treeToValue(tree, Value.class);

        assertThat(tree.toString()).isEqualTo(json);
        assertThat(Json.mapper().writeValueAsString(tree)).isEqualTo(json);
        assertThat(Json.mapper().writeValueAsString(value)).isEqualTo(json);
        assertThat(Json.mapper().valueToTree(value).toString()).isEqualTo(json);
        assertThat(Json.mapper().writeValueAsString(Json.mapper().readValue(json, Value.class)))
                .isEqualTo(json);
        assertThat(Json.mapper().readTree(number).toString()).isEqualTo(number);
    }

    @Test
    void a_number_has_its_value_however_it_is_written() {
        var tree = Json.mapper().readTree("[1e2,-0,3.0,7]");

        assertThat(tree.get(0).intValue()).isEqualTo(100);
        assertThat(tree.get(0).decimalValue()).isEqualByComparingTo("100");
        assertThat(tree.get(1).decimalValue()).isEqualByComparingTo("0");
        assertThat(tree.get(2).intValue()).isEqualTo(3);
        assertThat(tree.get(3).isInt()).isTrue();
    }

    @Test
    void null_and_missing_are_told_apart() {
        assertThat(Json.mapper().readValue("{\"a\":null}", Value.class))
                .isEqualTo(new Value(Json.mapper().nullNode(), null));
        assertThat(Json.mapper().readValue("{}", Value.class)).isEqualTo(new Value(null, null));
    }

    private record Value(@Nullable JsonNode a, @Nullable BigDecimal c) {}
}
