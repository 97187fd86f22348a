package io.memlog.consumer.kafka;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// Measures from time to time how many messages of the assigned partitions are not handled yet, those of
/// the batch in flight included. A compacted partition has gaps, so it is an upper bound.
final class LagMonitor {

    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final Duration TO_JOIN = Duration.ofSeconds(15);

    private final Consumer<byte[], byte[]> consumer;
    private final Duration interval;
    private final ConsumerState state;
    private final Clock clock;
    private final Instant start;
    private Instant due;

    LagMonitor(Consumer<byte[], byte[]> consumer, Duration interval, ConsumerState state, Clock clock) {
        this.consumer = consumer;
        this.interval = interval;
        this.state = state;
        this.clock = clock;
        this.start = clock.instant();
        this.due = start;
    }

    /// @param inFlight where the batch in flight begins
    void whenDue(Map<TopicPartition, Long> inFlight) {
        var now = clock.instant();
        if (now.isBefore(due)) {
            return;
        }
        due = now.plus(interval);
        try {
            measure(inFlight);
        } catch (KafkaException e) {
            state.silent();
        }
    }

    private void measure(Map<TopicPartition, Long> inFlight) {
        var ends = consumer.endOffsets(consumer.assignment(), LONGEST);
        long lag = 0;
        for (var end : ends.entrySet()) {
            var handled = inFlight.get(end.getKey());
            var position = handled == null ? consumer.position(end.getKey(), LONGEST) : handled;
            lag += Math.max(0, end.getValue() - position);
        }
        if (isMember()) {
            state.lag(OptionalLong.of(lag));
        } else if (due.isAfter(start.plus(TO_JOIN))) {
            state.silent();
        }
    }

    /// Whether the group has let it in; until then it has no partitions although there is work.
    private boolean isMember() {
        return consumer.groupMetadata().generationId() >= 0;
    }
}
