package io.memlog.api.memory.store;

import io.memlog.api.http.JsonBody;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.memory.read.MemoryView;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `POST /memory-logs`. Meter `memlog.ingest`: from a request's arrival until its memory log is stored.
@RestController
final class StoreController {

    private final MemoryStorer storer;
    private final OutboxBackpressure backpressure;
    private final MeterRegistry registry;
    private final Timer timer;

    StoreController(MemoryStorer storer, OutboxBackpressure backpressure, MeterRegistry registry) {
        this.storer = storer;
        this.backpressure = backpressure;
        this.registry = registry;
        this.timer = Timer.builder("memlog.ingest")
                .description("From a request's arrival until its memory log is stored")
                .publishPercentileHistogram()
                .register(registry);
    }

    @PostMapping("/memory-logs")
    ResponseEntity<JsonNode> store(HttpServletRequest request) throws IOException {
        var started = Timer.start(registry);
        QueryParameters.requireNone(request);
        var body = JsonBody.read(request, MemoryLogInput.MAX_BYTES);
        var input = MemoryLogInput.read(body);
        var key = IdempotencyKey.of(request, input.tenant(), body);
        backpressure.throwIfFull();
        var response = switch (storer.store(input, key)) {
            case StoreResult.Stored(var memory, var replayed) -> {
                var created = ResponseEntity.created(URI.create("/memory-logs/" + memory.id()))
                        .eTag(Long.toString(memory.version()));
                if (replayed) {
                    created.header("Idempotent-Replayed", "true");
                }
                yield created.body(MemoryView.of(memory, Map.of()));
            }
            case StoreResult.Rejected(var problem) -> throw problem;
        };
        started.stop(timer);
        return response;
    }
}
