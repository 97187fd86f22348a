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

/// The status of one consumer thread. Changes of it are logged once.
final class ConsumerState implements PauseListener {

    private static final Logger log = LoggerFactory.getLogger(ConsumerState.class);

    private final String name;
    private final Clock clock;
    private volatile @Nullable Pause pause;
    private volatile @Nullable Pause unreachable;
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
            log.warn("{} is paused: {}", name, reason);
        }
    }

    @Override
    public void resumed() {
        var before = pause;
        if (before != null) {
            pause = null;
            log.info("{} is resumed; it was paused since {}", name, before.since());
        }
    }

    /// Kafka responded with a lag.
    void lag(OptionalLong measured) {
        lag = measured;
        if (unreachable != null) {
            unreachable = null;
            log.info("{}: Kafka answers again", name);
        }
    }

    void kafkaUnreachable() {
        lag = OptionalLong.empty();
        if (unreachable == null) {
            unreachable = new Pause(PauseCause.KAFKA, "Kafka does not answer", clock.instant());
            log.warn("{}: Kafka does not answer", name);
        }
    }

    void stopped() {
        pause = null;
        unreachable = null;
        lag = OptionalLong.empty();
    }

    Optional<Pause> pause() {
        return Optional.ofNullable(pause).or(() -> Optional.ofNullable(unreachable));
    }

    OptionalLong lag() {
        return lag;
    }
}
