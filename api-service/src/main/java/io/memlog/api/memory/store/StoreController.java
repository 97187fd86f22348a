package io.memlog.api.memory.store;

import io.memlog.api.http.BatchItem;
import io.memlog.api.http.FieldError;
import io.memlog.api.http.JsonBatch;
import io.memlog.api.http.JsonBody;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.memory.read.MemoryView;
import io.memlog.schemas.json.Json;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `POST /memory-logs`, and `POST /memory-logs/batch`: each item has a result of its own, and none fails another.
/// Meters `memlog.ingest` and `memlog.ingest.batch`: from a request's arrival until its memory logs are stored.
@RestController
final class StoreController {

    private static final String BATCH_PATH = "/memory-logs/batch";
    private static final String KEY = "idempotency_key";
    private static final int MAX_BATCH_BYTES = 16 * 1024 * 1024;
    private static final int MAX_ITEMS = 1_000;

    private final MemoryLogStore store;
    private final BatchStorer batches;
    private final OutboxBackpressure backpressure;
    private final MeterRegistry registry;
    private final Timer timer;
    private final Timer batchTimer;

    StoreController(
            MemoryLogStore store, BatchStorer batches, OutboxBackpressure backpressure, MeterRegistry registry) {
        this.store = store;
        this.batches = batches;
        this.backpressure = backpressure;
        this.registry = registry;
        this.timer = Timer.builder("memlog.ingest")
                .description("From a request's arrival until its memory log is stored")
                .publishPercentileHistogram()
                .register(registry);
        this.batchTimer = Timer.builder("memlog.ingest.batch")
                .description("From a batch's arrival until its memory logs are stored")
                .register(registry);
    }

    @PostMapping("/memory-logs")
    ResponseEntity<JsonNode> store(HttpServletRequest request) throws IOException {
        var started = Timer.start(registry);
        QueryParameters.requireNone(request);
        var body = JsonBody.read(request, MemoryLogInput.MAX_BODY_BYTES);
        var input = MemoryLogInput.read(body);
        var key = IdempotencyKey.of(request, input.tenant(), body);
        var stored = store.store(input, key, bytes(request));
        var response = ResponseEntity.created(
                        URI.create("/memory-logs/" + stored.memory().id()))
                .eTag(Long.toString(stored.memory().version()));
        if (stored.replayed()) {
            response.header("Idempotent-Replayed", "true");
        }
        started.stop(timer);
        return response.body(MemoryView.of(stored.memory(), Map.of()));
    }

    @PostMapping(BATCH_PATH)
    ResponseEntity<JsonNode> storeBatch(HttpServletRequest request) throws IOException {
        var started = Timer.start(registry);
        QueryParameters.requireNone(request);
        var items = JsonBatch.readItems(request, MAX_BATCH_BYTES, MAX_ITEMS);
        backpressure.throwIfFull();
        var answer = Json.mapper().createObjectNode();
        var results = answer.putArray("results");
        for (var result : batches.store(items, this::entry)) {
            results.add(view(results.size(), result));
        }
        started.stop(batchTimer);
        return ResponseEntity.status(HttpStatus.MULTI_STATUS).body(answer);
    }

    private BatchStorer.Entry entry(BatchItem item) {
        try {
            var body = item.read(MemoryLogInput.MAX_BODY_BYTES);
            var key = body instanceof ObjectNode object ? object.remove(KEY) : null;
            if (key == null || key.isNull()) {
                return valid(MemoryLogInput.read(body, item.pointer(), List.of()), null);
            }
            var errors = key.isString() && IdempotencyKey.isValid(key.stringValue())
                    ? List.<FieldError>of()
                    : List.of(FieldError.inBody(item.pointer() + "/" + KEY, IdempotencyKey.RULE));
            var input = MemoryLogInput.read(body, item.pointer(), errors);
            return valid(input, IdempotencyKey.of(key.stringValue(), input.tenant(), body));
        } catch (ProblemException problem) {
            return new BatchStorer.Entry.Invalid(problem);
        }
    }

    private BatchStorer.Entry valid(MemoryLogInput input, @Nullable IdempotencyKey key) {
        return new BatchStorer.Entry.Valid(store.newMemoryLog(input, key));
    }

    private static int bytes(HttpServletRequest request) {
        return request.getContentLength() < 0 ? MemoryLogInput.MAX_BODY_BYTES : request.getContentLength();
    }

    private static ObjectNode view(int index, BatchStorer.Result result) {
        var view = Json.mapper().createObjectNode().put("index", index);
        return switch (result) {
            case BatchStorer.Result.Stored(var memory) ->
                view.put("status", HttpStatus.CREATED.value()).put("id", memory.value());
            case BatchStorer.Result.Rejected(var problem) ->
                view.put("status", problem.type().status())
                        .set("problem", Json.mapper().valueToTree(problem.document(BATCH_PATH)));
        };
    }
}
