package io.memlog.api.operations.deadletters.indexing;

import io.memlog.api.operations.deadletters.DeadLetterProperties;
import io.memlog.api.operations.deadletters.DeadLettersHealthIndicator;
import io.memlog.consumer.kafka.LazyAdmin;
import io.memlog.consumer.kafka.ListenerContainerStarter;
import io.memlog.eventstore.lifecycle.DependencyHealth.Dependency;
import io.memlog.schemas.retry.Backoff;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;

/// How the dead-letter topics are consumed: in batches, from the position of the index.
@Configuration(proxyBeanMethods = false)
class DeadLetterListenerConfiguration {

    private static final String CLIENT_ID = "memlog-dead-letters";
    private static final int MAX_BATCH = 200;
    private static final int MAX_FETCH_BYTES = 8 * 1024 * 1024;
    private static final int CALL_TIMEOUT_MILLIS = 10_000;
    /// A killed instance leaves its partitions to the others after this time.
    private static final int SESSION_TIMEOUT_MILLIS = 10_000;
    private static final Duration MAX_POLL = Duration.ofMillis(500);
    private static final Duration MIN_BACKOFF = Duration.ofMillis(500);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(30);
    private static final Duration AUTHENTICATION_RETRY_INTERVAL = Duration.ofSeconds(30);

    /// No default candidate, because Spring Boot would give it to the containers of other listeners too.
    @Bean(defaultCandidate = false)
    DeadLetterListener deadLetterListener(
            DeadLetterIndexer indexer, DeadLettersHealthIndicator health, ObjectProvider<Random> randoms) {
        var backoff = new Backoff(MIN_BACKOFF, MAX_BACKOFF, randoms.getIfAvailable(Random::new));
        return new DeadLetterListener(indexer, health, backoff);
    }

    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> deadLetterContainer(
            KafkaProperties kafka,
            @Qualifier("deadLetterListener") DeadLetterListener listener,
            DeadLetterProperties properties) {
        var interval = properties.refreshInterval().toMillis();
        var container =
                new ContainerProperties(DeadLetterParser.CONSUMERS.keySet().toArray(String[]::new));
        container.setGroupId("memlog-api-dead-letters");
        container.setClientId(CLIENT_ID);
        container.setAckMode(ContainerProperties.AckMode.MANUAL);
        container.setMessageListener(listener);
        container.setConsumerRebalanceListener(listener);
        container.setPollTimeout(MAX_POLL.toMillis());
        container.setIdleEventInterval(interval);
        container.setIdleBeforeDataMultiplier(1);
        container.setAuthExceptionRetryInterval(AUTHENTICATION_RETRY_INTERVAL);
        var consumers = new DefaultKafkaConsumerFactory<>(
                consumerConfig(kafka, interval), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var containers = new ConcurrentMessageListenerContainer<>(consumers, container);
        containers.setCommonErrorHandler(listener);
        containers.setAutoStartup(false);
        return containers;
    }

    @Bean
    ListenerContainerStarter deadLetterContainerStarter(
            ConcurrentMessageListenerContainer<byte[], byte[]> container, DeadLettersHealthIndicator health) {
        return new ListenerContainerStarter(() -> container, failure -> health.failed(Dependency.KAFKA, failure));
    }

    /// For questions about topics and offsets.
    @Bean
    LazyAdmin kafkaAdminClient(KafkaAdmin kafka) {
        Map<String, Object> config = new HashMap<>(kafka.getConfigurationProperties());
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_TIMEOUT_MILLIS);
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, CALL_TIMEOUT_MILLIS);
        return new LazyAdmin(config);
    }

    private static Map<String, Object> consumerConfig(KafkaProperties kafka, long refreshInterval) {
        Map<String, Object> config = kafka.buildConsumerProperties();
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, refreshInterval);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_BATCH);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MAX_FETCH_BYTES);
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MILLIS);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_TIMEOUT_MILLIS);
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, CALL_TIMEOUT_MILLIS);
        return config;
    }
}
