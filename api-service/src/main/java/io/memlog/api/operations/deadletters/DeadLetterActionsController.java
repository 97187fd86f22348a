package io.memlog.api.operations.deadletters;

import io.memlog.api.http.FieldError;
import io.memlog.api.http.JsonBody;
import io.memlog.api.http.JsonPointers;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.http.RequestSchema;
import io.memlog.api.memory.store.MemoryLogInput;
import io.memlog.api.memory.store.OutboxBackpressure;
import io.memlog.schemas.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `POST /dead-letters/{id}/edit` and `/discard`: an operator's decision about one dead letter.
@RestController
final class DeadLetterActionsController {

    private static final String DATA = "data";
    private static final RequestSchema<Reason> REASON = RequestSchema.of("Discard", Reason.class);
    private static final int MAX_ENVELOPE_BYTES = 16 * 1024;

    private final OperatorActions actions;
    private final OutboxBackpressure backpressure;

    DeadLetterActionsController(OperatorActions actions, OutboxBackpressure backpressure) {
        this.actions = actions;
        this.backpressure = backpressure;
    }

    @PostMapping("/dead-letters/{id}/edit")
    JsonNode edit(@PathVariable String id, HttpServletRequest request) throws IOException {
        QueryParameters.requireNone(request);
        var deadLetter = DeadLetterIdParser.parse(id);
        var body = JsonBody.read(request, MemoryLogInput.MAX_BYTES + MAX_ENVELOPE_BYTES);
        var data = body instanceof ObjectNode object ? object.remove(DATA) : null;
        var errors = REASON.errors(body, JsonPointers.ROOT);
        if (data == null) {
            errors.add(FieldError.inBody("#/" + DATA, "is required"));
        }
        ProblemException.throwIfInvalid(errors);
        var input = input(Objects.requireNonNull(data));
        backpressure.throwIfFull();
        var corrected = actions.correct(deadLetter, input, REASON.bind(body).reason());
        var answer = Json.mapper().createObjectNode();
        answer.set("dead_letter", DeadLetterView.of(corrected.deadLetter()));
        answer.put("memory_log_id", corrected.memory().id().value());
        return answer.put("version", corrected.memory().version());
    }

    @PostMapping("/dead-letters/{id}/discard")
    JsonNode discard(@PathVariable String id, HttpServletRequest request) throws IOException {
        QueryParameters.requireNone(request);
        var deadLetter = DeadLetterIdParser.parse(id);
        var reason = REASON.read(JsonBody.read(request, MAX_ENVELOPE_BYTES)).reason();
        return DeadLetterView.of(actions.discard(deadLetter, reason));
    }

    private static MemoryLogInput input(JsonNode data) {
        if (!data.isObject()) {
            throw ProblemException.invalidResult(List.of(FieldError.inBody("#/" + DATA, "is to be a JSON object")));
        }
        if (Json.mapper().writeValueAsBytes(data).length > MemoryLogInput.MAX_BYTES) {
            throw ProblemException.invalidResult(List.of(FieldError.inBody("#/" + DATA, "is larger than 256 KiB")));
        }
        try {
            return MemoryLogInput.read(data, "#/" + DATA, List.of());
        } catch (ProblemException e) {
            throw ProblemException.invalidResult(e.errors());
        }
    }

    /// The body of a discard, and of a correction beside its data.
    private record Reason(String reason) {}
}
