package io.memlog.api.memory.projection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// `memlog.searchable` (tag `projection`): from a memory's change until the index shows it.
/// `memlog.progress.unreadable`: messages in the progress topic that are no progress.
@Component
final class ProgressMeters {

    private final MeterRegistry registry;
    private final Counter unreadable;

    ProgressMeters(MeterRegistry registry) {
        this.registry = registry;
        this.unreadable = Counter.builder("memlog.progress.unreadable")
                .description("Messages in the progress topic that report no progress")
                .register(registry);
    }

    void unreadable() {
        unreadable.increment();
    }

    void changed(ProjectionStateRepository.StateChange change) {
        var state = change.state();
        var took = Duration.between(change.changedAt(), state.at());
        if (state.state() == ProjectionState.State.STORED && !took.isNegative()) {
            Timer.builder("memlog.searchable")
                    .description("From a memory's change until the index shows it")
                    .tag("projection", state.projection().wireName())
                    .publishPercentileHistogram()
                    .register(registry)
                    .record(took);
        }
    }
}
