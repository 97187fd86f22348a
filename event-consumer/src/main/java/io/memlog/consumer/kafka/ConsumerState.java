package io.memlog.consumer.kafka;

import io.memlog.consumer.Pause;
import io.memlog.consumer.PauseCause;
import io.memlog.consumer.processing.PauseListener;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one thread that follows the log shows of itself.
final class ConsumerState implements PauseListener {

    private static final Logger log = LoggerFactory.getLogger(ConsumerState.class);

    private final String name;
    private final Clock clock;
    private volatile @Nullable Pause pause;
    private volatile @Nullable Pause silence;
    private volatile OptionalLong lag = OptionalLong.empty();

    ConsumerState(String name, Clock clock) {
        this.name = name;
        this.clock = clock;
    }

    @Override
    public void paused(PauseCause cause, String reason) {
        var before = pause;
        pause = new Pause(cause, reason, before == null ? clock.instant() : before.since());
        if (before == null) {
            log.warn("{} pauses: {}", name, reason);
        }
    }

    @Override
    public void resumed() {
        var before = pause;
        if (before != null) {
            pause = null;
            log.info("{} goes on; it had paused since {}", name, before.since());
        }
    }

    /// Kafka has answered.
    void lag(OptionalLong measured) {
        lag = measured;
        if (silence != null) {
            silence = null;
            log.info("{}: Kafka answers again", name);
        }
    }

    /// Kafka has not answered.
    void silent() {
        lag = OptionalLong.empty();
        if (silence == null) {
            silence = new Pause(PauseCause.KAFKA, "Kafka does not answer", clock.instant());
            log.warn("{}: Kafka does not answer", name);
        }
    }

    void ended() {
        pause = null;
        silence = null;
        lag = OptionalLong.empty();
    }

    Optional<Pause> pause() {
        return Optional.ofNullable(pause).or(() -> Optional.ofNullable(silence));
    }

    OptionalLong lag() {
        return lag;
    }
}
