package io.memlog.schemas.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memlog.schemas.event.MemoryDeleted;
import io.memlog.schemas.event.UndecodableEventException;
import io.memlog.schemas.memory.MemoryId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventMessageTest {

    private static final Instant NOON = Instant.parse("2025-11-13T12:00:00Z");
    private static final MemoryDeleted DELETED = new MemoryDeleted(new MemoryId(42), "adä", "p", 3, NOON);

    @Test
    void an_event_becomes_a_cloud_event_in_binary_mode() {
        var message = EventMessage.of("e-1", "/memlog/api-service", NOON, DELETED);

        assertThat(message.key()).isEqualTo("42");
        assertThat(message.headers())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("ce_specversion", "1.0"),
                        Map.entry("ce_id", "e-1"),
                        Map.entry("ce_type", "memory_log.deleted"),
                        Map.entry("ce_source", "/memlog/api-service"),
                        Map.entry("ce_subject", "42"),
                        Map.entry("ce_time", "2025-11-13T12:00:00.000000Z"),
                        Map.entry("content-type", "application/json"),
                        Map.entry("ce_schemaversion", "1"),
                        Map.entry("ce_memoryversion", "3"),
                        Map.entry("ce_userid", "adä"),
                        Map.entry("ce_projectid", "p")));
    }

    @Test
    void a_message_decodes_to_its_event() throws UndecodableEventException {
        var message = EventMessage.of("e-1", "/memlog/api-service", NOON, DELETED);

        var event = EventMessage.decode(message.headers(), message.data().getBytes(StandardCharsets.UTF_8));

        assertThat(event).isEqualTo(DELETED);
    }

    @Test
    void a_message_without_a_type_or_with_an_invalid_schema_version_is_undecodable() {
        var message = EventMessage.of("e-1", "/memlog/api-service", NOON, DELETED);
        var data = message.data().getBytes(StandardCharsets.UTF_8);
        var untyped = new HashMap<>(message.headers());
        untyped.remove("ce_type");
        var strange = new HashMap<>(message.headers());
        strange.put("ce_schemaversion", "newest");

        assertThatThrownBy(() -> EventMessage.decode(untyped, data)).isInstanceOf(UndecodableEventException.class);
        assertThatThrownBy(() -> EventMessage.decode(strange, data)).isInstanceOf(UndecodableEventException.class);
    }
}
