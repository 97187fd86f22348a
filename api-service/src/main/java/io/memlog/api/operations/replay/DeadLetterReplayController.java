package io.memlog.api.operations.replay;

import io.memlog.api.http.JsonBody;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.http.RequestSchema;
import io.memlog.api.operations.deadletters.DeadLetter;
import io.memlog.api.operations.deadletters.DeadLetterId;
import io.memlog.api.operations.deadletters.DeadLetterProperties;
import io.memlog.api.operations.deadletters.DeadLetterReplayRequest;
import io.memlog.api.operations.deadletters.DeadLetterView;
import io.memlog.api.operations.deadletters.DeadLetters;
import io.memlog.api.operations.jobs.JobQueue;
import io.memlog.api.operations.jobs.JobView;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.UtcTime;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `POST /dead-letters/{id}/replay` and `POST /dead-letters/replay`: send dead letters to their consumer again.
@RestController
record DeadLetterReplayController(
        DeadLetters deadLetters,
        JobQueue jobs,
        ReplayProperties replayProperties,
        DeadLetterProperties deadLetterProperties,
        Clock clock) {

    private static final int MAX_BODY_BYTES = 16 * 1024;
    private static final RequestSchema<JsonNode> NO_MEMBERS = RequestSchema.of("NoMembers", JsonNode.class);
    private static final int SAMPLE_SIZE = 10;

    @PostMapping("/dead-letters/{id}/replay")
    ResponseEntity<JsonNode> replayOne(@PathVariable String id, HttpServletRequest request) throws IOException {
        QueryParameters.requireNone(request);
        if (hasBody(request)) {
            NO_MEMBERS.read(JsonBody.read(request, MAX_BODY_BYTES));
        }
        var deadLetterId = DeadLetterId.ofPath(id);
        var deadLetter = deadLetters.find(deadLetterId).orElseThrow(deadLetterId::notFound);
        if (!deadLetters.isReplayable(deadLetter)) {
            throw ProblemException.wrongState(describeState(deadLetter));
        }
        return JobView.accepted(jobs.submit(
                DeadLetterReplayJob.KIND,
                DeadLetterReplayRequest.of(deadLetterId),
                replayProperties.ratePerSecond(),
                1));
    }

    @PostMapping("/dead-letters/replay")
    ResponseEntity<JsonNode> replayMatching(HttpServletRequest request) throws IOException {
        QueryParameters.requireNone(request);
        var body = JsonBody.read(request, MAX_BODY_BYTES);
        var requested = DeadLetterReplayRequest.read(body);
        var rate = requested.ratePerSecond() == null ? replayProperties.ratePerSecond() : requested.ratePerSecond();
        var now = clock.instant();
        var count = deadLetters.countReplayable(requested, now);
        if (count > 0 && !Boolean.TRUE.equals(requested.dryRun())) {
            return JobView.accepted(jobs.submit(DeadLetterReplayJob.KIND, body, rate, count));
        }
        var view = Json.mapper().createObjectNode().put("count", count);
        var sample = view.putArray("sample");
        deadLetters
                .findReplayable(requested, now, null, SAMPLE_SIZE)
                .forEach(deadLetter -> sample.add(DeadLetterView.of(deadLetter)));
        return ResponseEntity.ok(view.put("rate_per_second", rate));
    }

    private static boolean hasBody(HttpServletRequest request) {
        var length = request.getContentLengthLong();
        return length > 0 || (length < 0 && request.getContentType() != null);
    }

    private String describeState(DeadLetter deadLetter) {
        return switch (deadLetter.state()) {
            case OPEN ->
                "the dead letter is truncated: it holds only the first bytes of a message that was too large;"
                        + " restore the memory with POST /replays, edit the dead letter, or discard it";
            case REPLAYING ->
                "the dead letter is being replayed since "
                        + UtcTime.format(deadLetter.snapshot().changedAt())
                        + "; it can be replayed again when its consumer has not acknowledged the replay within "
                        + deadLetterProperties.replayTimeout().toMinutes()
                        + " minutes (memlog.dead-letters.replay-timeout)";
            case REPLAYED -> "the dead letter was replayed, and its consumer has applied it";
            case SKIPPED -> "there is nothing to replay: the memory is deleted, or the index holds a newer version";
            case SUPERSEDED -> "the dead letter is superseded by a correction";
            case PARKED ->
                "the dead letter is parked, since " + deadLetter.snapshot().failedReplays()
                        + " replays of it have failed: edit it, discard it, or restore the memory with POST /replays";
            case DISCARDED -> "the dead letter is discarded";
        };
    }
}
