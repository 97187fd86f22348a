package io.memlog.eventstore.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WakeUpSignalTest {

    private final WakeUpSignal signal = new WakeUpSignal();

    @Test
    void a_raise_before_the_wait_is_not_lost() throws InterruptedException {
        signal.raise();

        assertThat(signal.await(Duration.ofMinutes(1))).isTrue();
    }

    @Test
    void many_raises_count_as_one() throws InterruptedException {
        signal.raise();
        signal.raise();
        signal.raise();

        assertThat(signal.await(Duration.ofMinutes(1))).isTrue();
        assertThat(signal.await(Duration.ofMillis(1))).isFalse();
    }
}
