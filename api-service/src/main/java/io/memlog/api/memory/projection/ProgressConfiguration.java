package io.memlog.api.memory.projection;

import io.memlog.consumer.kafka.ListenerContainerStarter;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;

/// How the progress topic is consumed: in batches, from the earliest offset, each retried until it succeeds.
@Configuration(proxyBeanMethods = false)
class ProgressConfiguration {

    private static final int MAX_BATCH_SIZE = 500;

    @Bean
    ConcurrentKafkaListenerContainerFactory<String, byte[]> progressContainers(KafkaProperties kafka) {
        Map<String, Object> settings = kafka.buildConsumerProperties();
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_BATCH_SIZE);
        var containers = new ConcurrentKafkaListenerContainerFactory<String, byte[]>();
        containers.setConsumerFactory(
                new DefaultKafkaConsumerFactory<>(settings, new StringDeserializer(), new ByteArrayDeserializer()));
        containers.setBatchListener(true);
        containers.setCommonErrorHandler(new DefaultErrorHandler(unlimitedBackOff()));
        return containers;
    }

    @Bean
    ListenerContainerStarter progressContainerStarter(KafkaListenerEndpointRegistry listeners) {
        return new ListenerContainerStarter(
                () -> Objects.requireNonNull(listeners.getListenerContainer(ProgressListener.ID)), _ -> {});
    }

    /// Only PostgreSQL can fail here, for a time.
    private static ExponentialBackOff unlimitedBackOff() {
        var backOff = new ExponentialBackOff(Duration.ofMillis(500).toMillis(), 2);
        backOff.setMaxInterval(Duration.ofSeconds(5).toMillis());
        return backOff;
    }
}
