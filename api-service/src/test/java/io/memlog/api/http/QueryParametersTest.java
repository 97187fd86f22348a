package io.memlog.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.TestingAuthenticationToken;

class QueryParametersTest {

    @Test
    void percent_encoded_utf_8_and_plus_signs_are_decoded() {
        assertThat(parameters("a=r%C3%A9+d&b&c=%2B").text("a", 10)).isEqualTo("ré d");
        assertThat(parameters("a=1&b").text("b", 10)).isEmpty();
        assertThat(parameters("c=%2B").text("c", 10)).isEqualTo("+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "a=%ff", "a=%ED%A0%80", "a=%C3", "a=%00"})
    void a_value_that_is_no_text_is_an_error(String query) {
        assertInvalid(query, parameters -> parameters.text("a", 10), "a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"n=", "n=x", "n=1.0", "n=+1", "n=0", "n=11", "n=99999999999", "n=1&n=1"})
    void a_number_outside_of_its_range_is_an_error(String query) {
        assertInvalid(query, parameters -> parameters.integer("n", 1, 10, 5), "n");
    }

    @Test
    void a_missing_number_has_its_default() {
        assertThat(parameters("").integer("n", 1, 10, 5)).isEqualTo(5);
        assertThat(parameters("n=10").integer("n", 1, 10, 5)).isEqualTo(10);
    }

    @Test
    void every_error_is_named_at_once() {
        assertInvalid(
                "x=1&date=yesterday&long=abc&blank=%20",
                parameters -> {
                    parameters.allowOnly(Set.of("date", "long", "blank"));
                    parameters.date("date");
                    parameters.text("long", 2);
                    parameters.nonBlank("blank", 10);
                    parameters.requiredText("missing", 10);
                },
                "x",
                "date",
                "long",
                "blank",
                "missing");
    }

    @Test
    void a_cursor_of_another_list_is_an_error() {
        assertThat(parameters("cursor=" + Cursor.of("filter", 7)).cursor("filter", 1))
                .containsExactly(7);
        assertThat(parameters("").cursor("filter", 1)).isNull();
        assertInvalid("cursor=" + Cursor.of("other", 7), parameters -> parameters.cursor("filter", 1), "cursor");
    }

    @Test
    void a_cursor_with_a_time_that_cannot_be_stored_is_an_error() {
        for (var micros : new long[] {Long.MIN_VALUE, -63_000_000_000_000_000L, Long.MAX_VALUE}) {
            assertInvalid(
                    "cursor=" + Cursor.of("filter", micros, 0, 0), parameters -> parameters.keyset("filter"), "cursor");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"01", "+1", "1 ", "٣"})
    void a_number_in_a_second_spelling_is_an_error(String number) {
        assertInvalid(
                "n=" + URLEncoder.encode(number, StandardCharsets.UTF_8),
                parameters -> parameters.integer("n", 1, 10, 1),
                "n");
    }

    private static QueryParameters parameters(String query) {
        var request = new MockHttpServletRequest();
        request.setQueryString(query);
        request.setUserPrincipal(new TestingAuthenticationToken(Caller.LOCAL, ""));
        return QueryParameters.of(request);
    }

    private static void assertInvalid(String query, Consumer<QueryParameters> read, String... names) {
        var parameters = parameters(query);

        assertThatThrownBy(() -> {
                    read.accept(parameters);
                    parameters.throwIfInvalid();
                })
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.errors())
                                .extracting(FieldError::parameter)
                                .containsExactly(names));
    }
}
