package io.memlog.consumer.topics;

import static java.util.Objects.requireNonNull;

import io.memlog.schemas.topic.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// Creates missing topics, and compares existing topics with the contract. Existing topics are never changed:
/// with more partitions, a memory would move to another partition than its earlier events, and another
/// configuration may be intended.
///
/// | compared | otherwise |
/// |---|---|
/// | partitions | live and replayed events of a memory are processed at the same time |
/// | `cleanup.policy`, `retention.ms` | events are gone before every consumer has read them |
/// | `max.message.bytes` | large events cannot be published |
/// | `min.insync.replicas` of three or more replicas | one broker alone acknowledges an event |
final class TopicProvisioner {

    private static final long CALL_TIMEOUT_SECONDS = 30;
    private static final int MIN_REPLICAS_FOR_QUORUM = 3;
    private static final int MIN_INSYNC_REPLICAS = 2;

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
            try {
                var found = await(admin.describeTopics(List.of(topic.name())).allTopicNames());
                var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
                var config = await(admin.describeConfigs(List.of(resource)).all());
                compare(
                        topic,
                        requireNonNull(found.get(topic.name())),
                        requireNonNull(config.get(resource)),
                        differences);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
                create(admin, topic);
            }
        }
        return List.copyOf(differences);
    }

    private void create(Admin admin, Topic topic) throws ExecutionException, TimeoutException, InterruptedException {
        Map<String, String> config = new HashMap<>(topic.config());
        if (replicationFactor >= MIN_REPLICAS_FOR_QUORUM) {
            config.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(MIN_INSYNC_REPLICAS));
        }
        var newTopic = new NewTopic(topic.name(), topic.partitions(), replicationFactor).configs(config);
        try {
            await(admin.createTopics(List.of(newTopic)).all());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private static <T> T await(KafkaFuture<T> answer)
            throws ExecutionException, TimeoutException, InterruptedException {
        return answer.get(CALL_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private static void compare(Topic topic, TopicDescription found, Config config, List<String> differences) {
        var partitions = found.partitions().size();
        if (partitions != topic.partitions()) {
            differences.add(
                    "topic %s has %d partitions where the contract wants %d: live and replayed events of one memory may be processed at the same time. Move its records to a topic with %3$d partitions; recreating it loses them"
                            .formatted(topic.name(), partitions, topic.partitions()));
        }
        var policy = topic.config().getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        var foundPolicy = value(config, TopicConfig.CLEANUP_POLICY_CONFIG);
        if (!policy.equals(foundPolicy)) {
            differences.add(difference(topic, TopicConfig.CLEANUP_POLICY_CONFIG, foundPolicy, policy));
        }
        var minima = new HashMap<>(topic.config());
        minima.remove(TopicConfig.CLEANUP_POLICY_CONFIG);
        if (found.partitions().getFirst().replicas().size() >= MIN_REPLICAS_FOR_QUORUM) {
            minima.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(MIN_INSYNC_REPLICAS));
        }
        minima.forEach((name, minimum) -> {
            var value = value(config, name);
            if (isLess(value, minimum)) {
                differences.add(difference(topic, name, value, minimum));
            }
        });
    }

    /// -1 stands for no limit.
    private static boolean isLess(String value, String minimum) {
        var number = Long.parseLong(value);
        return number >= 0 && number < Long.parseLong(minimum);
    }

    private static String value(Config config, String name) {
        return config.get(name).value();
    }

    private static String difference(Topic topic, String name, String found, String wanted) {
        return "topic %s has %s=%s where the contract wants %s: kafka-configs --alter --entity-type topics --entity-name %1$s --add-config %2$s=%4$s"
                .formatted(topic.name(), name, found, wanted);
    }
}
