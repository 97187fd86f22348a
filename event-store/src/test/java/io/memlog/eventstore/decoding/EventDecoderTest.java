package io.memlog.eventstore.decoding;

import static io.memlog.eventstore.ExpectedVersion.any;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memlog.eventstore.EventContext;
import io.memlog.eventstore.NewEvent;
import io.memlog.eventstore.StoredEvent;
import io.memlog.eventstore.StreamId;
import io.memlog.eventstore.decoding.DecodedEvent.Decoded;
import io.memlog.eventstore.decoding.DecodedEvent.Undecodable;
import io.memlog.eventstore.memory.InMemoryEventStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventDecoderTest {

    private static final TeaBrewed ASSAM = new TeaBrewed("Assam", 95, 180);

    private final EventDecoder<TeaBrewed> decoder = new EventDecoder<>(List.of(TeaBrewed.TYPE));
    private final InMemoryEventStore store = new InMemoryEventStore(Clock.systemUTC());
    private final StreamId kitchen = new StreamId("kitchen");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void an_event_of_any_schema_version_is_read_as_todays_type(int version) throws Exception {
        var stored = append("tea.brewed", golden(version), "{\"schemaversion\": " + version + "}");

        var read = decoder.decode(stored);

        assertThat(read).isEqualTo(new Decoded<>(stored, ASSAM));
    }

    @Test
    void without_a_schema_version_it_is_the_first() throws Exception {
        var stored = append("tea.brewed", golden(1), "{}");

        assertThat(decoder.decode(stored)).isEqualTo(new Decoded<>(stored, ASSAM));
    }

    @Test
    void an_undecodable_event_is_reported_and_later_events_are_decoded() throws Exception {
        append("tea.brewed", golden(3), "{\"schemaversion\": 3}");
        append("tea.spilled", "{}", "{}");
        append("tea.brewed", golden(3), "{\"schemaversion\": 4}");
        append("tea.brewed", golden(3), "{\"schemaversion\": \"3\"}");
        append("tea.brewed", golden(3), "{\"schemaversion\": 2}");
        append("tea.brewed", "[]", "{}");
        append("tea.brewed", "{\"temp\": \"hot\"}", "{}");
        append("tea.brewed", "no JSON", "{}");
        append("tea.brewed", golden(1), "{}");

        var read = decoder.decodeAll(store.read(kitchen, 0, 100));

        assertThat(read.stream().map(each -> each.stored().streamVersion()))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(read.getFirst()).isInstanceOf(Decoded.class);
        assertThat(read.getLast()).isInstanceOf(Decoded.class);
        assertThat(read.subList(1, 8)).allMatch(Undecodable.class::isInstance);
        assertThat(reason(read.get(1))).isEqualTo("unknown event type tea.spilled");
        assertThat(reason(read.get(2))).isEqualTo("unknown schema version of tea.brewed, this code knows 1 to 3");
        assertThat(reason(read.get(6))).startsWith("not a readable tea.brewed: ");
    }

    @Test
    void a_version_without_an_upcaster_is_noticed_before_any_event_is_read() {
        assertThatThrownBy(() -> new EventType<>("tea.brewed", Map.of(1, data -> data, 3, data -> data), data -> data))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tea.brewed");
    }

    private static String reason(DecodedEvent<TeaBrewed> read) {
        return ((Undecodable<TeaBrewed>) read).reason();
    }

    private StoredEvent append(String type, String data, String metadata) {
        var id = "event-" + store.read(kitchen, 0, 100).size();
        store.append(kitchen, any(), List.of(new NewEvent(id, type, data, metadata, EventContext.NONE, null)));
        return store.find(id).getFirst();
    }

    private static String golden(int version) throws IOException {
        var path = "/golden/tea.brewed/v" + version + ".json";
        try (InputStream file = Objects.requireNonNull(EventDecoderTest.class.getResourceAsStream(path), path)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
