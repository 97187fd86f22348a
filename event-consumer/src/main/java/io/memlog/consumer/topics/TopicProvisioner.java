package io.memlog.consumer.topics;

import io.memlog.schemas.topic.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// Creates missing topics, and compares the partitions of existing topics with the contract. Existing topics
/// are never changed: with more partitions, a memory would move to another partition than its earlier events.
final class TopicProvisioner {

    private static final long CALL_TIMEOUT_SECONDS = 30;

    private final Collection<Topic> topics;
    private final short replicationFactor;

    TopicProvisioner(Collection<Topic> topics, int replicationFactor) {
        this.topics = topics;
        this.replicationFactor = (short) replicationFactor;
    }

    /// Returns when all topics exist.
    ///
    /// @return the differences from the contract, a sentence each
    List<String> run(Admin admin) throws ExecutionException, TimeoutException, InterruptedException {
        List<String> differences = new ArrayList<>();
        for (var topic : topics) {
            var partitions = partitions(admin, topic);
            if (partitions.isEmpty()) {
                create(admin, topic);
            } else if (partitions.get() != topic.partitions()) {
                differences.add(difference(topic, partitions.get()));
            }
        }
        return List.copyOf(differences);
    }

    private static Optional<Integer> partitions(Admin admin, Topic topic)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            var descriptions = admin.describeTopics(List.of(topic.name()))
                    .allTopicNames()
                    .get(CALL_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return Optional.ofNullable(descriptions.get(topic.name()))
                    .map(description -> description.partitions().size());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void create(Admin admin, Topic topic) throws ExecutionException, TimeoutException, InterruptedException {
        var newTopic = new NewTopic(topic.name(), topic.partitions(), replicationFactor).configs(topic.config());
        try {
            admin.createTopics(List.of(newTopic)).all().get(CALL_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private static String difference(Topic topic, int partitions) {
        return "topic %s has %d partitions where the contract wants %d: recreate it, otherwise live and replayed events of one memory may be processed at the same time"
                .formatted(topic.name(), partitions, topic.partitions());
    }
}
