package io.memlog.api.operations.deadletters;

import io.memlog.api.http.FieldError;
import io.memlog.api.http.JsonBody;
import io.memlog.api.http.JsonObjectReader;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.memory.store.MemoryLogInput;
import io.memlog.api.memory.store.OutboxBackpressure;
import io.memlog.schemas.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `POST /dead-letters/{id}/edit` and `/discard`: an operator's decision about one dead letter.
@RestController
final class DeadLetterActionsController {

    private static final String DATA = "data";
    private static final String REASON = "reason";
    private static final int MAX_REASON_LENGTH = 1_000;
    private static final int MAX_ENVELOPE_BYTES = 16 * 1024;

    private final OperatorActions actions;
    private final OutboxBackpressure backpressure;

    DeadLetterActionsController(OperatorActions actions, OutboxBackpressure backpressure) {
        this.actions = actions;
        this.backpressure = backpressure;
    }

    @PostMapping("/dead-letters/{id}/edit")
    JsonNode edit(@PathVariable String id, HttpServletRequest request) throws IOException {
        QueryParameters.of(request).only(Set.of()).rejectIfWrong();
        var deadLetter = DeadLetterIdParser.parse(id);
        var body = JsonBody.read(request, MemoryLogInput.MAX_BYTES + MAX_ENVELOPE_BYTES);
        var fields = JsonObjectReader.of(body).only(Set.of(DATA, REASON));
        var reason = fields.requiredText(REASON, MAX_REASON_LENGTH);
        if (body.path(DATA).isMissingNode()) {
            fields.report(DATA, "is required");
        }
        fields.rejectIfWrong();
        var input = input(body);
        backpressure.throwIfFull();
        var corrected = actions.correct(deadLetter, input, reason);
        var answer = Json.mapper().createObjectNode();
        answer.set("dead_letter", DeadLetterView.of(corrected.deadLetter()));
        answer.put("memory_log_id", corrected.memory().id().value());
        return answer.put("version", corrected.memory().version());
    }

    @PostMapping("/dead-letters/{id}/discard")
    JsonNode discard(@PathVariable String id, HttpServletRequest request) throws IOException {
        QueryParameters.of(request).only(Set.of()).rejectIfWrong();
        var deadLetter = DeadLetterIdParser.parse(id);
        var fields =
                JsonObjectReader.of(JsonBody.read(request, MAX_ENVELOPE_BYTES)).only(Set.of(REASON));
        var reason = fields.requiredText(REASON, MAX_REASON_LENGTH);
        fields.rejectIfWrong();
        return DeadLetterView.of(actions.discard(deadLetter, reason));
    }

    private static MemoryLogInput input(JsonNode body) {
        if (!body.get(DATA).isObject()) {
            throw ProblemException.invalidResult(List.of(FieldError.inBody("#/" + DATA, "is to be a JSON object")));
        }
        if (Json.mapper().writeValueAsBytes(body.get(DATA)).length > MemoryLogInput.MAX_BYTES) {
            throw ProblemException.invalidResult(List.of(FieldError.inBody("#/" + DATA, "is larger than 256 KiB")));
        }
        try {
            return MemoryLogInput.read(body.get(DATA), "#/" + DATA, List.of());
        } catch (ProblemException e) {
            throw ProblemException.invalidResult(e.errors());
        }
    }
}
