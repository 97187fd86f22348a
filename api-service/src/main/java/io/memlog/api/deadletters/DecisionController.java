package io.memlog.api.deadletters;

import io.memlog.api.draft.Draft;
import io.memlog.api.draft.DraftReader;
import io.memlog.api.ingest.Admission;
import io.memlog.api.input.Fields;
import io.memlog.api.input.JsonBody;
import io.memlog.api.input.Parameters;
import io.memlog.api.problems.FieldError;
import io.memlog.api.problems.ProblemException;
import io.memlog.schemas.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `POST /dead-letters/{id}/edit` and `/discard`: what an operator decides about one letter.
@RestController
final class DecisionController {

    private static final String DATA = "data";
    private static final String REASON = "reason";
    private static final int LONGEST_REASON = 1_000;
    private static final int LARGEST_ENVELOPE = 16 * 1024;

    private final Correcting correcting;
    private final Discarding discarding;
    private final Admission admission;

    DecisionController(Correcting correcting, Discarding discarding, Admission admission) {
        this.correcting = correcting;
        this.discarding = discarding;
        this.admission = admission;
    }

    @PostMapping("/dead-letters/{id}/edit")
    JsonNode edit(@PathVariable String id, HttpServletRequest request) throws IOException {
        Parameters.of(request).only(Set.of()).rejectIfWrong();
        var letter = LetterPath.parse(id);
        var body = JsonBody.read(request, DraftReader.LARGEST + LARGEST_ENVELOPE);
        var fields = Fields.of(body).only(Set.of(DATA, REASON));
        var reason = fields.requiredText(REASON, LONGEST_REASON);
        if (body.path(DATA).isMissingNode()) {
            fields.report(DATA, "is required");
        }
        fields.rejectIfWrong();
        var draft = draft(body);
        admission.require();
        var corrected = correcting.correct(letter, draft, reason);
        var answer = Json.mapper().createObjectNode();
        answer.set("dead_letter", DeadLetterView.of(corrected.letter()));
        answer.put("memory_log_id", corrected.memory().id().value());
        answer.put("version", corrected.memory().version());
        return answer;
    }

    @PostMapping("/dead-letters/{id}/discard")
    JsonNode discard(@PathVariable String id, HttpServletRequest request) throws IOException {
        Parameters.of(request).only(Set.of()).rejectIfWrong();
        var letter = LetterPath.parse(id);
        var fields = Fields.of(JsonBody.read(request, LARGEST_ENVELOPE)).only(Set.of(REASON));
        var reason = fields.requiredText(REASON, LONGEST_REASON);
        fields.rejectIfWrong();
        return DeadLetterView.of(discarding.discard(letter, reason));
    }

    private static Draft draft(JsonNode body) {
        if (!body.get(DATA).isObject()) {
            throw ProblemException.invalidResult(List.of(FieldError.inBody("#/" + DATA, "is to be a JSON object")));
        }
        if (Json.mapper().writeValueAsBytes(body.get(DATA)).length > DraftReader.LARGEST) {
            throw ProblemException.invalidResult(List.of(FieldError.inBody("#/" + DATA, "is larger than 256 KiB")));
        }
        try {
            return DraftReader.read(Fields.of(body).within(DATA).only(DraftReader.MEMBERS));
        } catch (ProblemException e) {
            throw ProblemException.invalidResult(e.errors());
        }
    }
}
