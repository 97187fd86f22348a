package io.memlog.consumer.topics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.embedded.KafkaServer;
import io.memlog.embedded.Ports;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class TopicsIT {

    private final int port = Ports.free();

    @TempDir
    private Path data;

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withPropertyValues("spring.kafka.bootstrap-servers=127.0.0.1:" + port)
            .withConfiguration(AutoConfigurations.of(TopicsAutoConfiguration.class, KafkaAutoConfiguration.class));

    @Test
    void all_topics_are_created_once_kafka_becomes_available() {
        application.run(context -> {
            var topics = context.getBean(TopicsLifecycle.class);
            assertThat(topics.state().ready()).isFalse();

            try (var server = KafkaServer.start(data, port);
                    var admin = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()))) {
                await().atMost(Duration.ofSeconds(90))
                        .until(() -> topics.state().ready());

                assertThat(topics.state().problems()).isEmpty();
                for (var topic : Topic.all()) {
                    await().ignoreExceptions().untilAsserted(() -> assertMatchesContract(admin, topic));
                }
            }
        });
    }

    @Test
    void a_topic_with_too_few_partitions_is_reported_and_not_changed() throws Exception {
        var replay = Topic.replay(Projection.GRAPH).name();
        try (var server = KafkaServer.start(data, port);
                var admin = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(replay, 3, (short) 1)))
                    .all()
                    .get();

            application.run(context -> {
                var topics = context.getBean(TopicsLifecycle.class);
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> topics.state().ready());

                assertThat(requireNonNull(context.getBean(HealthIndicator.class).health())
                                .getDetails())
                        .extracting("problems")
                        .asString()
                        .contains(replay + " has 3 partitions where the contract wants 12");
                assertThat(partitions(admin, replay)).isEqualTo(3);
            });
        }
    }

    @Test
    void a_topic_whose_configuration_loses_or_rejects_events_is_reported_with_the_command_that_mends_it()
            throws Exception {
        var events = Topic.EVENTS.name();
        var config = Map.of("cleanup.policy", "delete", "retention.ms", "7200000", "max.message.bytes", "100000");
        var replay = Topic.replay(Projection.GRAPH);
        try (var server = KafkaServer.start(data, port);
                var admin = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic(events, 12, (short) 1).configs(config),
                            new NewTopic(replay.name(), 12, (short) 1)
                                    .configs(Map.of("retention.ms", "-1", "max.message.bytes", "9000000"))))
                    .all()
                    .get();

            application.run(context -> {
                var topics = context.getBean(TopicsLifecycle.class);
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> topics.state().ready());

                assertThat(topics.state().problems())
                        .containsExactlyInAnyOrder(
                                "topic memory-log-events has cleanup.policy=delete where the contract wants compact: kafka-configs --alter --entity-type topics --entity-name memory-log-events --add-config cleanup.policy=compact",
                                "topic memory-log-events has max.message.bytes=100000 where the contract wants 4194304: kafka-configs --alter --entity-type topics --entity-name memory-log-events --add-config max.message.bytes=4194304");
            });
        }
    }

    private static void assertMatchesContract(Admin admin, Topic topic) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        var config = requireNonNull(
                admin.describeConfigs(List.of(resource)).all().get().get(resource));

        assertThat(partitions(admin, topic.name())).isEqualTo(topic.partitions());
        topic.config()
                .forEach((name, value) -> assertThat(config.get(name).value()).isEqualTo(value));
    }

    private static int partitions(Admin admin, String topic) throws Exception {
        var descriptions = admin.describeTopics(List.of(topic)).allTopicNames().get();
        return descriptions.values().iterator().next().partitions().size();
    }
}
