package io.memlog.consumer.status;

import io.memlog.consumer.ConsumerStatus;
import io.memlog.consumer.Pause;
import io.memlog.schemas.status.WorkerStatus;
import io.memlog.schemas.topic.Projection;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Tells api-service how this worker is doing.
@RestController
final class StatusController {

    private final Projection projection;
    private final Optional<ConsumerStatus> consumer;
    private final StoreStatus store;

    /// @param consumer absent in a worker that only searches
    StatusController(Projection projection, Optional<ConsumerStatus> consumer, StoreStatus store) {
        this.projection = projection;
        this.consumer = consumer;
        this.store = store;
    }

    @GetMapping("/internal/status")
    WorkerStatus status() {
        return new WorkerStatus(projection, consumer(), store());
    }

    private WorkerStatus.Consumer consumer() {
        var running = consumer.filter(ConsumerStatus::running);
        var pause = running.flatMap(ConsumerStatus::pause);
        var lag = running.map(ConsumerStatus::lag).orElseGet(OptionalLong::empty);
        return new WorkerStatus.Consumer(
                running.isEmpty() ? "stopped" : pause.isPresent() ? "paused" : "following",
                lag.isPresent() ? lag.getAsLong() : null,
                pause.map(Pause::reason).orElse(null),
                pause.map(Pause::since).orElse(null));
    }

    private WorkerStatus.Store store() {
        var trouble = store.failureReason();
        return new WorkerStatus.Store(store.name(), trouble.isEmpty() ? "up" : "down", trouble.orElse(null));
    }
}
