package io.memlog.api.operations.deadletters.indexing;

import io.memlog.api.operations.deadletters.DeadLetterIndexRepository;
import io.memlog.api.operations.deadletters.DeadLetterMeters;
import io.memlog.api.operations.deadletters.DeadLetterProperties;
import io.memlog.api.operations.deadletters.IndexerHealth;
import io.memlog.consumer.processing.Backoff;
import java.time.Duration;
import java.util.Random;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The follower of the dead-letter topics.
@Configuration(proxyBeanMethods = false)
class DeadLetterIndexerConfiguration {

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);

    @Bean
    DeadLetterIndexerLifecycle deadLetterFollower(
            KafkaProperties kafka,
            DeadLetterIndexRepository index,
            IndexerHealth condition,
            DeadLetterMeters meters,
            DeadLetterProperties properties,
            ObjectProvider<Random> randoms) {
        var clients =
                new KafkaClients(kafka.buildConsumerProperties(), kafka.buildAdminProperties(), properties.maxBatch());
        var backoff = new Backoff(SHORTEST_PAUSE, properties.longestPause(), randoms.getIfAvailable(Random::new));
        var follower = new DeadLetterIndexer(
                clients, index, new DeadLetterBatchWriter(index, meters), condition, backoff, properties);
        return new DeadLetterIndexerLifecycle(follower, properties.stopTimeout());
    }
}
