package io.memlog.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memlog.schemas.json.Json;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class RequestSchemaTest {

    private static final String REQUIRED = "\"query\":\"q\",\"user_id\":\"u\",\"project_id\":\"p\"";

    private final RequestSchema<Search> schema = RequestSchema.of("Search", Search.class);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "limit":1.5                            | #/limit         | must be a whole number
            "limit":0                              | #/limit         | must be at least 1
            "limit":101                            | #/limit         | must be at most 100
            "mode":"Graph"                         | #/mode          | must be one of hybrid, vector, text, graph
            "mode":7                               | #/mode          | must be a string
            "wait_for":[9223372036854775808]       | #/wait_for/0    | must be at most 9223372036854775807
            "filters":{"tags":["a",1]}             | #/filters/tags/1| must be a string
            "filters":{"from":"yesterday"}         | #/filters/from  | must be an ISO date or date-time, such as 2025-11-13 or 2025-11-13T08:30:00Z
            "filters":[]                           | #/filters       | must be an object
            "a/b":1                                | #/a~1b          | is unknown
            """)
    void an_invalid_member_is_named_with_what_is_right(String member, String pointer, String detail) {
        assertThat(schema.errors(body("{" + REQUIRED + "," + member + "}"), "#"))
                .containsExactly(FieldError.inBody(pointer, detail));
    }

    @ParameterizedTest
    @CsvSource({"\"\"", "\" \"", "\"\\u00a0\\t\"", "\"\\u001c\""})
    void a_blank_text_is_one_error(String blank) {
        var errors = schema.errors(body("{" + REQUIRED.replace("\"q\"", blank) + "}"), "#");

        assertThat(errors).containsExactly(FieldError.inBody("#/query", "must not be blank"));
    }

    @Test
    void missing_and_null_members_are_required_alike() {
        var errors = schema.errors(body("{\"query\":null,\"user_id\":7}"), "#/items/3");

        assertThat(errors)
                .containsExactlyInAnyOrder(
                        FieldError.inBody("#/items/3/query", "is required"),
                        FieldError.inBody("#/items/3/user_id", "must be a string"),
                        FieldError.inBody("#/items/3/project_id", "is required"));
    }

    @Test
    void lengths_count_code_points() {
        assertThat(schema.errors(body("{" + REQUIRED.replace("\"u\"", "\"" + "🌅".repeat(256) + "\"") + "}"), "#"))
                .isEmpty();
        assertThat(schema.errors(body("{" + REQUIRED.replace("\"u\"", "\"" + "🌅".repeat(257) + "\"") + "}"), "#"))
                .containsExactly(FieldError.inBody("#/user_id", "is longer than 256 characters"));
    }

    @Test
    void a_hundred_errors_are_named_at_most() {
        var unknown = IntStream.range(0, 150).mapToObj(n -> "\"u" + n + "\":1").collect(Collectors.joining(","));

        assertThat(schema.errors(body("{" + REQUIRED + "," + unknown + "}"), "#"))
                .hasSize(100);
    }

    @Test
    void a_valid_body_becomes_the_record() {
        assertThat(schema.read(body("{" + REQUIRED + ",\"limit\":3.0}"))).isEqualTo(new Search("q", "u", 3));
    }

    @Test
    void a_body_that_is_no_object_is_invalid_as_a_whole() {
        assertThatThrownBy(() -> schema.read(body("null")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.errors())
                                .containsExactly(FieldError.inBody("#", "must be an object")));
    }

    private static JsonNode body(String json) {
        return Json.mapper().readTree(json);
    }

    private record Search(String query, String userId, Integer limit) {}
}
