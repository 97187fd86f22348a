package io.memlog.api.memory.store;

import io.memlog.api.http.BatchItem;
import io.memlog.api.http.ChangeOrigin;
import io.memlog.api.http.FieldError;
import io.memlog.api.http.JsonBatch;
import io.memlog.api.http.JsonBody;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.memory.GroupCommit;
import io.memlog.api.memory.quota.TenantQuota;
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

    private final GroupCommit<NewMemoryLog, MemoryStorer.Result> commits;
    private final BatchStorer batches;
    private final OutboxBackpressure backpressure;
    private final TenantQuota quota;
    private final MeterRegistry registry;
    private final Timer timer;
    private final Timer batchTimer;

    StoreController(
            GroupCommit<NewMemoryLog, MemoryStorer.Result> commits,
            BatchStorer batches,
            OutboxBackpressure backpressure,
            TenantQuota quota,
            MeterRegistry registry) {
        this.commits = commits;
        this.batches = batches;
        this.backpressure = backpressure;
        this.quota = quota;
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
        backpressure.throwIfFull();
        var response = switch (commits.store(newMemoryLog(input, key), bytes(request))) {
            case MemoryStorer.Result.Stored(var memory, var replayed) -> {
                var created = ResponseEntity.created(URI.create("/memory-logs/" + memory.id()))
                        .eTag(Long.toString(memory.version()));
                if (replayed) {
                    created.header("Idempotent-Replayed", "true");
                }
                yield created.body(MemoryView.of(memory, Map.of()));
            }
            case MemoryStorer.Result.Rejected(var problem) -> throw problem;
        };
        started.stop(timer);
        return response;
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
        return new BatchStorer.Entry.Valid(newMemoryLog(input, key));
    }

    /// The usage is counted here and not in a transaction, which others may share.
    private NewMemoryLog newMemoryLog(MemoryLogInput input, @Nullable IdempotencyKey key) {
        var overQuota = quota.exceededBy(input.tenant()).orElse(null);
        return new NewMemoryLog(input, key, ChangeOrigin.current(), overQuota);
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
