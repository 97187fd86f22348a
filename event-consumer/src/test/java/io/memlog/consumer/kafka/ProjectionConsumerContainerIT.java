package io.memlog.consumer.kafka;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

@EnabledIf(value = "isDockerThere", disabledReason = "Docker is not there")
class ProjectionConsumerContainerIT {

    private static KafkaContainer container;

    /// Where it has to be, the tests fail without it.
    static boolean isDockerThere() {
        return Boolean.getBoolean("memlog.tests.docker")
                || DockerClientFactory.instance().isDockerAvailable();
    }

    @BeforeAll
    static void start() {
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
