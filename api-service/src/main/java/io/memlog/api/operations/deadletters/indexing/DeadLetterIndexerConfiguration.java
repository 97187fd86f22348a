package io.memlog.api.operations.deadletters.indexing;

import io.memlog.api.operations.deadletters.DeadLetterIndex;
import io.memlog.api.operations.deadletters.DeadLetterMeters;
import io.memlog.api.operations.deadletters.DeadLetterProperties;
import io.memlog.api.operations.deadletters.DeadLettersHealthIndicator;
import io.memlog.schemas.retry.Backoff;
import java.time.Duration;
import java.util.Random;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DeadLetterIndexerConfiguration {

    private static final Duration MIN_BACKOFF = Duration.ofMillis(500);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(30);
    private static final int MAX_BATCH = 200;

    @Bean
    DeadLetterIndexer deadLetterIndexer(
            KafkaProperties kafka,
            DeadLetterIndex index,
            DeadLettersHealthIndicator health,
            DeadLetterMeters meters,
            DeadLetterProperties properties,
            ObjectProvider<Random> randoms) {
        return new DeadLetterIndexer(
                new KafkaClients(kafka.buildConsumerProperties(), kafka.buildAdminProperties(), MAX_BATCH),
                index,
                new DeadLetterBatchWriter(index, meters),
                health,
                new Backoff(MIN_BACKOFF, MAX_BACKOFF, randoms.getIfAvailable(Random::new)),
                properties.refreshInterval());
    }
}
