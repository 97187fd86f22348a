package io.memlog.api.operations.deadletters;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.memlog.api.http.RequestSchema;
import io.memlog.api.operations.jobs.Job;
import io.memlog.schemas.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Which dead letters to replay: one, those of an automatic replay, or those that match a filter. Its JSON is the body
/// of `POST /dead-letters/replay` and the request of each such job.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeadLetterReplayRequest(
        @Nullable DeadLetterId deadLetter,
        @Nullable List<DeadLetterId> deadLetters,
        @Nullable DeadLetterFilter filter,
        @Nullable Integer ratePerSecond,
        @Nullable Boolean dryRun) {

    private static final RequestSchema<DeadLetterReplayRequest> SCHEMA =
            RequestSchema.of("DeadLetterReplay", DeadLetterReplayRequest.class);

    public static DeadLetterReplayRequest of(DeadLetterId deadLetter) {
        return new DeadLetterReplayRequest(deadLetter, null, null, null, null);
    }

    /// An automatic replay.
    public static DeadLetterReplayRequest of(List<DeadLetterId> deadLetters) {
        return new DeadLetterReplayRequest(null, deadLetters, null, null, null);
    }

    public static DeadLetterReplayRequest of(Job job) {
        return Json.mapper().treeToValue(job.request(), DeadLetterReplayRequest.class);
    }

    /// @throws io.memlog.api.http.ProblemException naming every invalid member of the body
    public static DeadLetterReplayRequest read(JsonNode body) {
        return SCHEMA.read(body);
    }

    public boolean automatic() {
        return deadLetters != null;
    }

    /// Empty where the filter selects.
    List<DeadLetterId> ids() {
        return deadLetter != null ? List.of(deadLetter) : deadLetters != null ? deadLetters : List.of();
    }
}
