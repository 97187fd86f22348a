package io.memlog.consumer.http;

import io.memlog.consumer.ConsumerStatus;
import io.memlog.consumer.Pause;
import io.memlog.schemas.status.WorkerStatus;
import io.memlog.schemas.topic.Projection;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Serves the status of this worker to api-service.
@RestController
final class StatusController {

    private static final WorkerStatus.Consumer STOPPED =
            new WorkerStatus.Consumer(ConsumerStatus.STOPPED, null, null, null);

    private final Projection projection;
    private final Optional<ConsumerStatus> consumer;
    private final StoreHealth store;

    /// @param consumer absent in a worker that only searches
    StatusController(Projection projection, Optional<ConsumerStatus> consumer, StoreHealth store) {
        this.projection = projection;
        this.consumer = consumer;
        this.store = store;
    }

    @GetMapping("/internal/status")
    WorkerStatus status() {
        return new WorkerStatus(
                projection,
                consumer.filter(ConsumerStatus::running)
                        .map(StatusController::view)
                        .orElse(STOPPED),
                store());
    }

    private static WorkerStatus.Consumer view(ConsumerStatus consumer) {
        var pause = consumer.pause();
        var lag = consumer.lag();
        return new WorkerStatus.Consumer(
                consumer.state(),
                lag.isPresent() ? lag.getAsLong() : null,
                pause.map(Pause::reason).orElse(null),
                pause.map(Pause::since).orElse(null));
    }

    private WorkerStatus.Store store() {
        var failure = store.failureReason();
        return new WorkerStatus.Store(store.name(), failure.isEmpty() ? "up" : "down", failure.orElse(null));
    }
}
