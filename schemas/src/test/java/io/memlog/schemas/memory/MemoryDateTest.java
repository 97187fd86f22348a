package io.memlog.schemas.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryDateTest {

    @Test
    void a_plain_date_means_its_whole_utc_day() {
        var date = MemoryDate.parse("2025-11-13");

        assertThat(date.first()).isEqualTo(Instant.parse("2025-11-13T00:00:00Z"));
        assertThat(date.last()).isEqualTo(Instant.parse("2025-11-13T23:59:59.999999Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "2025-11-13, 2025-11-13",
        "2025-11-13T08:30:00Z, 2025-11-13T08:30:00.000000Z",
        "2025-11-13T08:30:00.123456789Z, 2025-11-13T08:30:00.123456Z",
        "2025-11-13T08:30:00+02:00, 2025-11-13T06:30:00.000000Z",
        "2025-11-13T08:30, 2025-11-13T08:30:00.000000Z"
    })
    void a_date_has_one_canonical_form_that_reads_back_as_itself(String text, String canonical) {
        var date = MemoryDate.parse(text);

        assertThat(date.text()).isEqualTo(canonical);
        assertThat(MemoryDate.parse(canonical)).isEqualTo(date);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "today",
                "2025-02-30",
                "13.11.2025",
                "2025-11-13T25:00:00Z",
                "+12025-01-01",
                "0000-01-01",
                "9999-12-31T23:59:59-01:00",
                "20251113",
                "2025-11-13T08:30:60Z"
            })
    void a_text_that_is_not_a_date_is_rejected(String text) {
        assertThatThrownBy(() -> MemoryDate.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
