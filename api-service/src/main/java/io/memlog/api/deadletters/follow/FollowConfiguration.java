package io.memlog.api.deadletters.follow;

import io.memlog.api.deadletters.DeadLetterMeters;
import io.memlog.api.deadletters.DeadLetterProperties;
import io.memlog.api.deadletters.IndexCondition;
import io.memlog.api.deadletters.LetterIndex;
import io.memlog.consumer.processing.Backoff;
import java.time.Duration;
import java.util.Random;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The follower of the dead-letter topics.
@Configuration(proxyBeanMethods = false)
class FollowConfiguration {

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);

    @Bean
    FollowerLifecycle deadLetterFollower(
            KafkaProperties kafka,
            LetterIndex index,
            IndexCondition condition,
            DeadLetterMeters meters,
            DeadLetterProperties properties,
            ObjectProvider<Random> randoms) {
        var clients =
                new KafkaClients(kafka.buildConsumerProperties(), kafka.buildAdminProperties(), properties.maxBatch());
        var backoff = new Backoff(SHORTEST_PAUSE, properties.longestPause(), randoms.getIfAvailable(Random::new));
        var follower = new Follower(clients, index, new Indexing(index, meters), condition, backoff, properties);
        return new FollowerLifecycle(follower, properties.stopTimeout());
    }
}
