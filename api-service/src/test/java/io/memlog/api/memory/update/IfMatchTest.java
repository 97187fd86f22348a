package io.memlog.api.memory.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memlog.api.http.ProblemException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class IfMatchTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            "3"      | true
            "2"      | false
            "2", "3" | true
            W/"3"    | false
            *        | true
            """)
    void version_3_is_compared_strongly(String header, boolean matches) {
        assertThat(ifMatch(header).test(3)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "\"3", "", "\"3\";\"4\"", ","})
    void a_header_that_is_no_list_of_etags_is_rejected(String header) {
        assertThatThrownBy(() -> ifMatch(header)).isInstanceOf(ProblemException.class);
    }

    private static IfMatch ifMatch(String header) {
        var request = new MockHttpServletRequest();
        request.addHeader("If-Match", header);
        return IfMatch.of(request);
    }
}
