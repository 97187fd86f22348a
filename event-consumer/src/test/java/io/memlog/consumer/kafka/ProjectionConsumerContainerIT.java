package io.memlog.consumer.kafka;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

class ProjectionConsumerContainerIT {

    private static KafkaContainer container;

    @BeforeAll
    static void start() {
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "there is no Docker");
        container = new KafkaContainer("apache/kafka-native:4.2.1");
        container.start();
    }

    @AfterAll
    static void stop() {
        if (container != null) {
            container.stop();
        }
    }

    @Nested
    class Consumption extends ConsumptionContract {

        @Override
        String bootstrapServers() {
            return container.getBootstrapServers();
        }
    }

    @Nested
    class Failures extends FailureContract {

        @Override
        String bootstrapServers() {
            return container.getBootstrapServers();
        }
    }

    @Nested
    class Shutdown extends ShutdownContract {

        @Override
        String bootstrapServers() {
            return container.getBootstrapServers();
        }
    }

    @Nested
    class Replay extends ReplayContract {

        @Override
        String bootstrapServers() {
            return container.getBootstrapServers();
        }
    }
}
