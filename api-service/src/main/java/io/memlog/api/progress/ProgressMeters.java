package io.memlog.api.progress;

import io.memlog.api.memories.ProjectionState;
import io.memlog.api.memories.ProjectionStates;
import io.memlog.schemas.event.ProjectionFailed;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// `memlog.searchable` (tag `projection`): from a memory's change until the index shows it.
/// `memlog.dead.letters` (tags `consumer`, `reason`): events that a worker could not apply.
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

    void failed(ProjectionFailed failed) {
        Counter.builder("memlog.dead.letters")
                .description("Events that a worker could not apply")
                .tag("consumer", failed.projection().wireName())
                .tag("reason", failed.reason())
                .register(registry)
                .increment();
    }

    void reached(ProjectionStates.Reached reached) {
        var state = reached.state();
        var took = Duration.between(reached.changedAt(), state.at());
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
