package io.memlog.api.operations.deadletters.indexing;

import io.memlog.api.operations.deadletters.DeadLetterIndex.Partition;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// The dead-letter topics of all consumers.
final class DeadLetterTopics implements AutoCloseable {

    private static final Map<String, Projection> CONSUMERS = Arrays.stream(Projection.values())
            .collect(Collectors.toUnmodifiableMap(
                    consumer -> Topic.deadLetters(consumer).name(), Function.identity()));

    private final Admin admin;

    /// @param admin is closed with this object
    DeadLetterTopics(Admin admin) {
        this.admin = admin;
    }

    static String[] names() {
        return CONSUMERS.keySet().toArray(String[]::new);
    }

    static Projection consumer(String topic) {
        return Objects.requireNonNull(CONSUMERS.get(topic));
    }

    /// The existing partitions, each with the id of its topic.
    ///
    /// @throws KafkaException when Kafka is unavailable
    Map<Partition, String> partitions() {
        Map<Partition, String> partitions = new HashMap<>();
        for (var answer :
                admin.describeTopics(CONSUMERS.keySet()).topicNameValues().values()) {
            try {
                var topic = answer.get();
                topic.partitions()
                        .forEach(partition -> partitions.put(
                                new Partition(topic.name(), partition.partition()),
                                topic.topicId().toString()));
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw new KafkaException("the dead-letter topics cannot be described", e.getCause());
                }
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
        return partitions;
    }

    @Override
    public void close() {
        admin.close();
    }
}
