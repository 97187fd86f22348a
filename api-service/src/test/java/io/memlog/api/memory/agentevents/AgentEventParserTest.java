package io.memlog.api.memory.agentevents;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.operations.deadletters.DeadLetterId;
import io.memlog.eventstore.EventContext;
import io.memlog.eventstore.StreamId;
import io.memlog.schemas.event.MemoryDeleted;
import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.event.MemoryUpdated;
import io.memlog.schemas.memory.MemoryId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgentEventParserTest {

    @Test
    void the_names_of_memlogs_own_streams_and_events_are_reserved() {
        for (var stream : List.of(StreamId.ofMemory(new MemoryId(1)), new DeadLetterId(new UUID(1, 2)).stream())) {
            assertThat(AgentEventParser.reservedBeginningOfId(stream + "/1")).isPresent();
        }
        for (var type : List.of(
                MemoryStored.TYPE,
                MemoryUpdated.TYPE,
                MemoryDeleted.TYPE,
                "dead_letter.discarded",
                "vector.searched")) {
            assertThat(AgentEventParser.reservedBeginningOfType(type)).isPresent();
        }
    }

    @Test
    void an_agents_stream_never_has_a_reserved_name() {
        for (var name : List.of("memory_log-1", "dead_letter-1", "audit-1", "search-1")) {
            var alone = new AgentEvent(name, "t", Instant.EPOCH, context(null), "{}");
            var inConversation = new AgentEvent("e", "t", Instant.EPOCH, context(name), "{}");

            assertThat(alone.stream().value()).isEqualTo("event-" + name);
            assertThat(inConversation.stream().value()).isEqualTo("conversation-" + name);
        }
    }

    @Test
    void other_names_are_not_reserved() {
        assertThat(AgentEventParser.reservedBeginningOfId("memory_logger")).isEmpty();
        assertThat(AgentEventParser.reservedBeginningOfType("memory.recalled")).isEmpty();
    }

    private static EventContext context(@Nullable String conversation) {
        return new EventContext(null, null, conversation, null, null, null);
    }
}
