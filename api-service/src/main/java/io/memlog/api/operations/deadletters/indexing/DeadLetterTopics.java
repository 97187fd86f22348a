package io.memlog.api.operations.deadletters.indexing;

import io.memlog.api.operations.deadletters.DeadLetterIndex.Partition;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// The dead-letter topics of all consumers.
final class DeadLetterTopics {

    private static final long CALL_TIMEOUT_SECONDS = 15;

    private static final Map<String, Projection> CONSUMERS = Arrays.stream(Projection.values())
            .collect(Collectors.toUnmodifiableMap(
                    consumer -> Topic.deadLetters(consumer).name(), Function.identity()));

    private DeadLetterTopics() {}

    static Projection consumer(String topic) {
        return Objects.requireNonNull(CONSUMERS.get(topic));
    }

    /// The existing partitions, each with the id of its topic.
    ///
    /// @throws KafkaException when Kafka is unavailable
    static Map<Partition, String> partitions(Admin admin) {
        Map<Partition, String> partitions = new HashMap<>();
        var answers = admin.describeTopics(CONSUMERS.keySet()).topicNameValues();
        answers.forEach((topic, answer) -> {
            for (var description : answer(answer)) {
                description
                        .partitions()
                        .forEach(partition -> partitions.put(
                                new Partition(topic, partition.partition()),
                                description.topicId().toString()));
            }
        });
        return partitions;
    }

    static boolean isAnyMissing(Set<Partition> found) {
        return !found.stream().map(Partition::topic).collect(Collectors.toSet()).containsAll(CONSUMERS.keySet());
    }

    private static <T> List<T> answer(KafkaFuture<T> future) {
        try {
            return List.of(future.get(CALL_TIMEOUT_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return List.of();
            }
            throw new KafkaException("the dead-letter topics cannot be described", e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("the dead-letter topics cannot be described", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
