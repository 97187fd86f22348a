package io.memlog.consumer.topics;

import io.memlog.schemas.retry.Backoff;
import io.memlog.schemas.topic.Topic;
import java.time.Duration;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.KafkaAdmin;

/// Creates the topics in every application with a Kafka connection.
@AutoConfiguration(after = KafkaAutoConfiguration.class)
@ConditionalOnProperty("spring.kafka.bootstrap-servers")
@EnableConfigurationProperties(KafkaTopicsProperties.class)
public final class TopicsAutoConfiguration {

    private static final Duration MIN_BACKOFF = Duration.ofMillis(500);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(30);

    @Bean
    TopicsLifecycle topicsHealthIndicator(
            KafkaTopicsProperties settings, KafkaAdmin kafka, ObjectProvider<Random> randoms) {
        var config = kafka.getConfigurationProperties();
        return new TopicsLifecycle(
                new TopicProvisioner(Topic.all(), settings.replicationFactor()),
                () -> Admin.create(config),
                new Backoff(MIN_BACKOFF, MAX_BACKOFF, randoms.getIfAvailable(Random::new)));
    }
}
