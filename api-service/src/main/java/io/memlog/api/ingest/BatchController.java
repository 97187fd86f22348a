package io.memlog.api.ingest;

import io.memlog.api.draft.DraftReader;
import io.memlog.api.input.JsonItem;
import io.memlog.api.input.JsonItems;
import io.memlog.api.input.Parameters;
import io.memlog.api.problems.ProblemException;
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
final class BatchController {

    static final String PATH = "/memory-logs/batch";
    private static final int LARGEST_BODY = 16 * 1024 * 1024;
    private static final int MOST_ITEMS = 1_000;

    private final BatchIngest ingest;
    private final Admission admission;
    private final IngestMeters meters;

    BatchController(BatchIngest ingest, Admission admission, IngestMeters meters) {
        this.ingest = ingest;
        this.admission = admission;
        this.meters = meters;
    }

    @PostMapping(PATH)
    ResponseEntity<JsonNode> store(HttpServletRequest request) throws IOException {
        var started = meters.start();
        Parameters.of(request).only(Set.of()).rejectIfWrong();
        var items = JsonItems.read(request, LARGEST_BODY, MOST_ITEMS);
        admission.require();
        List<BatchIngest.Entry> entries = new ArrayList<>(items.size());
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

    private static BatchIngest.Entry entry(JsonItem item) {
        try {
            return BatchItemReader.read(item, DraftReader.LARGEST);
        } catch (ProblemException problem) {
            return new BatchIngest.Entry.Refused(problem);
        }
    }

    private static ObjectNode view(int index, BatchIngest.Result result) {
        var view = Json.mapper().createObjectNode().put("index", index);
        return switch (result) {
            case BatchIngest.Result.Stored(var memory) ->
                view.put("status", HttpStatus.CREATED.value()).put("id", memory.value());
            case BatchIngest.Result.Refused(var problem) ->
                view.put("status", problem.type().status())
                        .set("problem", Json.mapper().valueToTree(problem.document(PATH)));
        };
    }
}
