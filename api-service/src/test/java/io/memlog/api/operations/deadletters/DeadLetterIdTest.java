package io.memlog.api.operations.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.schemas.topic.Projection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterIdTest {

    private static final RecordPosition PLACE = new RecordPosition("memory-log-events", 7, 42);

    @Test
    void the_same_record_of_the_same_consumer_always_has_the_same_id() {
        var id = DeadLetterId.of(Projection.VECTOR, new OriginalRecord(PLACE, 1_700_000_000_000L));

        assertThat(id).hasToString("90fe2849-388d-57b5-8dee-b6f5585bba22");
        assertThat(id.value().version()).isEqualTo(5);
        assertThat(id.value().variant()).isEqualTo(2);
        assertThat(id.stream()).hasToString("dead_letter-" + id);
    }

    @Test
    void another_consumer_position_or_time_has_another_id() {
        var id = DeadLetterId.of(Projection.VECTOR, new OriginalRecord(PLACE, 1L));

        assertThat(DeadLetterId.of(Projection.GRAPH, new OriginalRecord(PLACE, 1L)))
                .isNotEqualTo(id);
        assertThat(DeadLetterId.of(Projection.VECTOR, new OriginalRecord(PLACE, 2L)))
                .isNotEqualTo(id);
        assertThat(DeadLetterId.of(Projection.VECTOR, new OriginalRecord(PLACE, null)))
                .isNotEqualTo(id);
        assertThat(DeadLetterId.of(Projection.VECTOR, new OriginalRecord(new RecordPosition(PLACE.topic(), 7, 43), 1L)))
                .isNotEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1-1-1-1-1", "5c1a90ab-4a0f-5d55-8f9e-4f2a4b1d6b1g", "{5c1a90ab}"})
    void a_text_that_is_no_uuid_is_rejected(String text) {
        assertThat(DeadLetterId.parse(text)).isEmpty();
    }
}
