package io.memlog.api.operations.reconciliation;

import static java.util.stream.Collectors.toMap;

import io.memlog.api.operations.jobs.DependencyUnavailableException;
import io.memlog.consumer.kafka.GroupOffsets;
import io.memlog.consumer.kafka.LazyAdmin;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.springframework.stereotype.Component;

/// How far the consumer of an index has come in Kafka. A consumer commits only what it has acknowledged.
@Component
final class ConsumerLag {

    private final LazyAdmin kafka;

    ConsumerLag(LazyAdmin kafka) {
        this.kafka = kafka;
    }

    private interface Question<T> {
        T ask() throws ExecutionException, TimeoutException, InterruptedException;
    }

    /// The current end of each partition of the live and the replay topic. Every message that was acknowledged
    /// before is below it.
    ///
    /// @return the offset of each partition, named as in `topic-partition`
    /// @throws DependencyUnavailableException when Kafka is unavailable
    Map<String, Long> endOffsets(Projection projection) {
        var names = List.of(Topic.EVENTS.name(), Topic.replay(projection).name());
        return ask(() -> {
            var topics = GroupOffsets.await(kafka.get().describeTopics(names).allTopicNames());
            var partitions = topics.values().stream()
                    .flatMap(topic -> topic.partitions().stream()
                            .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                    .toList();
            Map<String, Long> ends = new TreeMap<>();
            GroupOffsets.ends(kafka.get(), partitions).forEach((partition, end) -> ends.put(partition.toString(), end));
            return ends;
        });
    }

    /// The number of messages below these offsets that the consumer has not acknowledged. What Kafka no longer
    /// holds does not count.
    long lagBefore(Projection projection, Map<String, Long> endOffsets) {
        var ends = endOffsets.entrySet().stream().collect(toMap(end -> partition(end.getKey()), Map.Entry::getValue));
        return ask(() -> GroupOffsets.lag(kafka.get(), projection.consumerGroup(), ends));
    }

    private static TopicPartition partition(String name) {
        var dash = name.lastIndexOf('-');
        return new TopicPartition(name.substring(0, dash), Integer.parseInt(name.substring(dash + 1)));
    }

    private static <T> T ask(Question<T> question) {
        try {
            return question.ask();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw unavailable(e);
        }
    }

    private static DependencyUnavailableException unavailable(Exception cause) {
        return new DependencyUnavailableException("Kafka does not report the lag of the consumers", cause);
    }
}
