package io.memlog.api.memory.store;

import io.memlog.api.http.BatchItem;
import io.memlog.api.http.BatchItems;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.QueryParameters;
import io.memlog.schemas.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `POST /memory-logs/batch`: each item has a result of its own, and none fails another.
@RestController
final class BatchStoreController {

    static final String PATH = "/memory-logs/batch";
    private static final int LARGEST_BODY = 16 * 1024 * 1024;
    private static final int MOST_ITEMS = 1_000;

    private final BatchStorer ingest;
    private final OutboxBackpressure admission;
    private final StoreMeters meters;

    BatchStoreController(BatchStorer ingest, OutboxBackpressure admission, StoreMeters meters) {
        this.ingest = ingest;
        this.admission = admission;
        this.meters = meters;
    }

    @PostMapping(PATH)
    ResponseEntity<JsonNode> store(HttpServletRequest request) throws IOException {
        var started = meters.start();
        QueryParameters.of(request).only(Set.of()).rejectIfWrong();
        var items = BatchItems.read(request, LARGEST_BODY, MOST_ITEMS);
        admission.require();
        List<BatchStorer.Entry> entries = new ArrayList<>(items.size());
        for (var item : items) {
            entries.add(entry(item));
        }
        var answer = Json.mapper().createObjectNode();
        var results = answer.putArray("results");
        for (var result : ingest.store(entries)) {
            results.add(view(results.size(), result));
        }
        meters.storedBatch(started);
        return ResponseEntity.status(HttpStatus.MULTI_STATUS).body(answer);
    }

    private static BatchStorer.Entry entry(BatchItem item) {
        try {
            return BatchItemParser.read(item, MemoryLogInputParser.LARGEST);
        } catch (ProblemException problem) {
            return new BatchStorer.Entry.Refused(problem);
        }
    }

    private static ObjectNode view(int index, BatchStorer.Result result) {
        var view = Json.mapper().createObjectNode().put("index", index);
        return switch (result) {
            case BatchStorer.Result.Stored(var memory) ->
                view.put("status", HttpStatus.CREATED.value()).put("id", memory.value());
            case BatchStorer.Result.Refused(var problem) ->
                view.put("status", problem.type().status())
                        .set("problem", Json.mapper().valueToTree(problem.document(PATH)));
        };
    }
}
