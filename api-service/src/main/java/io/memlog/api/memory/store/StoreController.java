package io.memlog.api.memory.store;

import io.memlog.api.http.JsonBody;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.memory.ETags;
import io.memlog.api.memory.MemoryView;
import io.memlog.schemas.memory.MemoryLog;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `POST /memory-logs`.
@RestController
final class StoreController {

    private final MemoryStorer ingest;
    private final OutboxBackpressure admission;
    private final StoreMeters meters;

    StoreController(MemoryStorer ingest, OutboxBackpressure admission, StoreMeters meters) {
        this.ingest = ingest;
        this.admission = admission;
        this.meters = meters;
    }

    @PostMapping("/memory-logs")
    ResponseEntity<JsonNode> store(HttpServletRequest request) throws IOException {
        var started = meters.start();
        QueryParameters.of(request).only(Set.of()).rejectIfWrong();
        var body = JsonBody.read(request, MemoryLogInputParser.LARGEST);
        var draft = MemoryLogInputParser.read(body);
        var key = IdempotencyKey.of(request, draft.tenant(), body);
        admission.require();
        var response = switch (ingest.store(draft, key)) {
            case MemoryStorer.Outcome.Stored(var memory) -> created(memory).body(view(memory));
            case MemoryStorer.Outcome.Repeated(var memory) ->
                created(memory).header("Idempotent-Replayed", "true").body(view(memory));
            case MemoryStorer.Outcome.KeyReused _ -> throw StoreProblems.keyReused();
            case MemoryStorer.Outcome.StillRunning _ -> throw StoreProblems.stillRunning();
        };
        meters.stored(started);
        return response;
    }

    private static ResponseEntity.BodyBuilder created(MemoryLog memory) {
        return ResponseEntity.created(URI.create("/memory-logs/" + memory.id())).eTag(ETags.of(memory.version()));
    }

    private static JsonNode view(MemoryLog memory) {
        return MemoryView.of(memory, Map.of());
    }
}
