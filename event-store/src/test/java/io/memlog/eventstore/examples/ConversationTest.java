package io.memlog.eventstore.examples;

import static io.memlog.eventstore.ExpectedVersion.any;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.eventstore.EventContext;
import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.NewEvent;
import io.memlog.eventstore.StreamId;
import io.memlog.eventstore.memory.InMemoryEventStore;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConversationTest {

    private final InMemoryEventStore store = new InMemoryEventStore(Clock.systemUTC());

    @Test
    void the_events_of_a_conversation_fold_into_its_state() {
        say(store, "c1", "1", "asked", "{\"question\":\"Is it raining?\"}");
        say(store, "c1", "2", "tool.called", "{\"tool\":\"weather\"}");
        say(store, "c2", "3", "asked", "{\"question\":\"Where am I?\"}");
        say(store, "c1", "4", "tool.failed", "{\"tool\":\"weather\",\"error\":\"no network\"}");
        say(store, "c1", "5", "hummed", "{}");
        say(store, "c1", "6", "answered", "{\"answer\":\"Look out of the window.\"}");

        assertThat(Conversation.load(store, "c1"))
                .isEqualTo(new Conversation(Optional.empty(), 1, 1, List.of("weather: no network"), List.of("5")));
        assertThat(Conversation.load(store, "c2").open()).contains("Where am I?");
        assertThat(Conversation.load(store, "c3")).isEqualTo(Conversation.EMPTY);
    }

    @Test
    void a_long_conversation_is_read_in_pages() {
        for (int n = 0; n < 1_234; n++) {
            say(store, "long", "event-" + n, "tool.called", "{\"tool\":\"search\"}");
        }

        assertThat(Conversation.load(store, "long").toolCalls()).isEqualTo(1_234);
    }

    private static void say(EventStore store, String conversation, String id, String type, String data) {
        var context = new EventContext("ada", "shop", conversation, null, null, null);
        store.append(
                new StreamId("conversation-" + conversation),
                any(),
                List.of(new NewEvent(id, type, data, "{}", context, null)));
    }
}
