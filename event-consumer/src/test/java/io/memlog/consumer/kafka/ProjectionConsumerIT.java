package io.memlog.consumer.kafka;

import io.memlog.consumer.EmbeddedKafka;
import org.junit.jupiter.api.Nested;

class ProjectionConsumerIT {

    @Nested
    class Consumption extends ConsumptionContract {

        @Override
        String bootstrapServers() {
            return EmbeddedKafka.bootstrapServers();
        }
    }

    @Nested
    class Failures extends FailureContract {

        @Override
        String bootstrapServers() {
            return EmbeddedKafka.bootstrapServers();
        }
    }

    @Nested
    class Shutdown extends ShutdownContract {

        @Override
        String bootstrapServers() {
            return EmbeddedKafka.bootstrapServers();
        }
    }

    @Nested
    class Replay extends ReplayContract {

        @Override
        String bootstrapServers() {
            return EmbeddedKafka.bootstrapServers();
        }
    }
}
