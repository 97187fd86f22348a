package io.memlog.standalone;

import io.memlog.schemas.message.DeadLetterHeaders;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// The dead letters of all consumers.
final class DeadLetters {

    private static final Duration LONGEST_POLL = Duration.ofSeconds(2);

    private DeadLetters() {}

    /// Why each event became one, in a text for whoever reads a failed test.
    ///
    /// @param kafka the settings of a client
    static List<String> causes(Map<String, Object> kafka) {
        try (var consumer = new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = Stream.of(Projection.values())
                    .map(Topic::deadLetters)
                    .flatMap(topic -> IntStream.range(0, topic.partitions())
                            .mapToObj(partition -> new TopicPartition(topic.name(), partition)))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            List<String> causes = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(LONGEST_POLL).forEach(letter -> causes.add(cause(letter)));
            }
            return causes;
        }
    }

    private static String cause(ConsumerRecord<byte[], byte[]> letter) {
        return letter.topic() + ": " + header(letter, DeadLetterHeaders.REASON) + "\n"
                + header(letter, DeadLetterHeaders.EXCEPTION_STACKTRACE);
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        var header = letter.headers().lastHeader(name);
        return header == null ? "-" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
