package io.memlog.api.ingest;

import io.memlog.api.draft.DraftReader;
import io.memlog.api.input.JsonBody;
import io.memlog.api.input.Parameters;
import io.memlog.api.memories.EntityTag;
import io.memlog.api.memories.MemoryView;
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
final class IngestController {

    private final Ingest ingest;
    private final Admission admission;
    private final IngestMeters meters;

    IngestController(Ingest ingest, Admission admission, IngestMeters meters) {
        this.ingest = ingest;
        this.admission = admission;
        this.meters = meters;
    }

    @PostMapping("/memory-logs")
    ResponseEntity<JsonNode> store(HttpServletRequest request) throws IOException {
        var started = meters.start();
        Parameters.of(request).only(Set.of()).rejectIfWrong();
        var body = JsonBody.read(request, DraftReader.LARGEST);
        var draft = DraftReader.read(body);
        var key = IdempotencyKey.of(request, draft.tenant(), body);
        admission.require();
        var response = switch (ingest.store(draft, key)) {
            case Ingest.Outcome.Stored(var memory) -> created(memory).body(view(memory));
            case Ingest.Outcome.Repeated(var memory) ->
                created(memory).header("Idempotent-Replayed", "true").body(view(memory));
            case Ingest.Outcome.KeyReused _ -> throw IngestProblems.keyReused();
            case Ingest.Outcome.StillRunning _ -> throw IngestProblems.stillRunning();
        };
        meters.stored(started);
        return response;
    }

    private static ResponseEntity.BodyBuilder created(MemoryLog memory) {
        return ResponseEntity.created(URI.create("/memory-logs/" + memory.id())).eTag(EntityTag.of(memory.version()));
    }

    private static JsonNode view(MemoryLog memory) {
        return MemoryView.of(memory, Map.of());
    }
}
