package io.memlog.consumer.processing;

import io.memlog.consumer.Messages;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;

/// Collects the records of partition 0 of the live and the replay topic.
final class Partition {

    static final String LIVE = Topic.EVENTS.name();
    static final String REPLAY = Topic.replay(Projection.VECTOR).name();

    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> messages = new LinkedHashMap<>();
    private final Map<String, Long> next = new HashMap<>();

    Partition live(MemoryChange... changes) {
        for (var change : changes) {
            add(Messages.message(LIVE, change));
        }
        return this;
    }

    Partition replay(MemoryChange... changes) {
        for (var change : changes) {
            add(Messages.message(REPLAY, change));
        }
        return this;
    }

    Partition add(ProducerRecord<byte[], byte[]> message) {
        messages.computeIfAbsent(new TopicPartition(message.topic(), 0), ignored -> new ArrayList<>())
                .add(received(message, next.merge(message.topic(), 1L, Long::sum) - 1));
        return this;
    }

    /// Returns and removes the collected records.
    List<ConsumerRecord<byte[], byte[]>> poll() {
        var polled = messages.values().stream().flatMap(List::stream).toList();
        messages.clear();
        return polled;
    }

    static ConsumerRecord<byte[], byte[]> received(ProducerRecord<byte[], byte[]> sent, long offset) {
        return new ConsumerRecord<>(
                sent.topic(),
                0,
                offset,
                1_767_225_600_000L,
                TimestampType.CREATE_TIME,
                sent.key() == null ? -1 : sent.key().length,
                sent.value() == null ? -1 : sent.value().length,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.of(0));
    }
}
