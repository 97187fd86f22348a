package io.memlog.api.memory.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.eventstore.Checkpoint;
import io.memlog.eventstore.EventBatch;
import io.memlog.eventstore.EventContext;
import io.memlog.eventstore.Position;
import io.memlog.eventstore.StoredEvent;
import io.memlog.eventstore.StreamId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeBufferTest {

    private final ChangeBuffer buffer = new ChangeBuffer(3, at(10));

    @Test
    void a_reader_gets_what_comes_after_its_position() {
        buffer.add(batch(11, 12));

        assertThat(read(10)).containsExactly(11L, 12L);
        assertThat(read(11)).containsExactly(12L);
        assertThat(read(12)).isEmpty();
    }

    @Test
    void a_reader_that_is_ahead_of_the_buffer_gets_nothing_twice() {
        buffer.add(batch(11));

        var ahead = buffer.after(at(13)).orElseThrow();
        buffer.add(batch(12, 13, 14));

        assertThat(ahead.end()).isEqualTo(at(13));
        assertThat(read(13)).containsExactly(14L);
    }

    @Test
    void a_reader_that_is_behind_what_is_kept_gets_no_part() {
        buffer.add(batch(11, 12, 13, 14));

        assertThat(buffer.after(at(9))).isEmpty();
        assertThat(buffer.after(at(10))).isEmpty();
        assertThat(read(11)).containsExactly(12L, 13L, 14L);
        assertThat(buffer.start()).isEqualTo(at(11));
    }

    @Test
    void events_that_change_no_memory_move_the_end_only() {
        var event = event(11, "conversation-1", "tool.called");

        buffer.add(EventBatch.after(at(10), List.of(event)));

        var part = buffer.after(at(10)).orElseThrow();
        assertThat(part.changes()).isEmpty();
        assertThat(part.end()).isEqualTo(at(11));
    }

    private List<Long> read(long position) {
        return buffer.after(at(position)).orElseThrow().changes().stream()
                .map(change -> change.position().value())
                .toList();
    }

    private static Checkpoint at(long position) {
        return Checkpoint.at(new Position(position));
    }

    private static EventBatch batch(long... positions) {
        return EventBatch.after(
                at(0),
                Arrays.stream(positions)
                        .mapToObj(position -> event(position, "memory_log-" + position, "memory_log.stored"))
                        .toList());
    }

    private static StoredEvent event(long position, String stream, String type) {
        return new StoredEvent(
                new Position(position),
                "e" + position,
                new StreamId(stream),
                1,
                type,
                "{}",
                "{}",
                EventContext.NONE,
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
