package io.memlog.consumer.kafka;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// Measures periodically how many records of the assigned partitions are not acknowledged, those of the batch
/// in flight included. It is an upper bound, because a compacted partition has gaps.
final class LagMonitor {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(15);

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

    /// @param inFlight the first offsets of the batch in flight
    void measureIfDue(Map<TopicPartition, Long> inFlight) {
        var now = clock.instant();
        if (now.isBefore(due)) {
            return;
        }
        due = now.plus(interval);
        try {
            measure(inFlight);
        } catch (KafkaException e) {
            state.kafkaUnreachable();
        }
    }

    private void measure(Map<TopicPartition, Long> inFlight) {
        var endOffsets = consumer.endOffsets(consumer.assignment(), TIMEOUT);
        long lag = 0;
        for (var end : endOffsets.entrySet()) {
            var started = inFlight.get(end.getKey());
            var position = started == null ? consumer.position(end.getKey(), TIMEOUT) : started;
            lag += Math.max(0, end.getValue() - position);
        }
        if (isMember()) {
            state.lag(OptionalLong.of(lag));
        } else if (due.isAfter(start.plus(JOIN_TIMEOUT))) {
            state.kafkaUnreachable();
        }
    }

    /// Before the consumer is a member of its group, it has no partitions, which does not mean that its lag
    /// is 0.
    private boolean isMember() {
        return consumer.groupMetadata().generationId() >= 0;
    }
}
