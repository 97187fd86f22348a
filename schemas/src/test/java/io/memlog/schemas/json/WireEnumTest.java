package io.memlog.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memlog.schemas.event.ReplayOutcome;
import io.memlog.schemas.inventory.EntryState;
import io.memlog.schemas.topic.Projection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class WireEnumTest {

    @Test
    void a_constant_is_written_and_read_by_its_wire_name() {
        assertThat(Json.mapper().writeValueAsString(Projection.VECTOR)).isEqualTo("\"vector\"");
        assertThat(Json.mapper().readValue("\"vector\"", Projection.class)).isEqualTo(Projection.VECTOR);
        assertThat(Json.mapper().writeValueAsString(ReplayOutcome.SKIPPED)).isEqualTo("\"passed_over\"");
        assertThat(Json.mapper().readValue("\"passed_over\"", ReplayOutcome.class))
                .isEqualTo(ReplayOutcome.SKIPPED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"VECTOR\"", "\"\"", "\" \"", "\"other\"", "0", "\"0\"", "true", "{}", "[]"})
    void json_other_than_a_wire_name_is_rejected(String json) {
        assertThatThrownBy(() -> Json.mapper().readValue(json, Projection.class))
                .isInstanceOf(JacksonException.class);
    }

    @Test
    void an_unknown_wire_name_is_rejected_with_the_known_ones() {
        assertThat(WireEnum.find(EntryState.class, "stored")).contains(EntryState.STORED);
        assertThat(WireEnum.find(EntryState.class, "STORED")).isEmpty();
        assertThatThrownBy(() -> WireEnum.parse(EntryState.class, "lost"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("EntryState is one of stored, deleted, damaged, not lost");
    }
}
