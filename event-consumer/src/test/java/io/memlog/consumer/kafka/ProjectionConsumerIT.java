package io.memlog.consumer.kafka;

import io.memlog.consumer.RealKafka;
import org.junit.jupiter.api.Nested;

class ProjectionConsumerIT {

    @Nested
    class Following extends ConsumptionContract {

        @Override
        String bootstrapServers() {
            return RealKafka.bootstrapServers();
        }
    }

    @Nested
    class Trouble extends FailureContract {

        @Override
        String bootstrapServers() {
            return RealKafka.bootstrapServers();
        }
    }

    @Nested
    class Ending extends ShutdownContract {

        @Override
        String bootstrapServers() {
            return RealKafka.bootstrapServers();
        }
    }

    @Nested
    class Replay extends ReplayContract {

        @Override
        String bootstrapServers() {
            return RealKafka.bootstrapServers();
        }
    }
}
