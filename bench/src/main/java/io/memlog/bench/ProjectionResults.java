package io.memlog.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.bench.system.MemlogSystem;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.topic.Topic;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/// Counts the memories that a projection reports as stored from now on.
final class ProjectionResults implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String type;

    /// @param projection `vector` or `graph`
    ProjectionResults(MemlogSystem system, String projection) {
        var topic = new EventTopic(system, Topic.PROGRESS);
        this.type = projection + ".stored";
        this.consumer = topic.consumer();
        consumer.seekToEnd(topic.partitions());
        topic.partitions().forEach(consumer::position);
    }

    void await(int memories, Duration timeout) throws TimeoutException {
        Set<String> stored = new HashSet<>();
        var end = System.nanoTime() + timeout.toNanos();
        while (stored.size() < memories) {
            for (var record : consumer.poll(POLL)) {
                var header = record.headers().lastHeader(CloudEventHeaders.TYPE);
                if (header != null && new String(header.value(), UTF_8).equals(type)) {
                    stored.add(new String(record.key(), UTF_8));
                }
            }
            if (System.nanoTime() > end) {
                throw new TimeoutException(stored.size() + " of " + memories + " memories were indexed within "
                        + timeout.toMinutes() + " minutes");
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
