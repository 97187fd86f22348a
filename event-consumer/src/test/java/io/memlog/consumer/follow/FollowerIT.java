package io.memlog.consumer.follow;

import io.memlog.consumer.RealKafka;
import org.junit.jupiter.api.Nested;

class FollowerIT {

    @Nested
    class Following extends FollowingContract {

        @Override
        String bootstrapServers() {
            return RealKafka.bootstrapServers();
        }
    }

    @Nested
    class Trouble extends TroubleContract {

        @Override
        String bootstrapServers() {
            return RealKafka.bootstrapServers();
        }
    }

    @Nested
    class Ending extends EndingContract {

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
