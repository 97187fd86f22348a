package io.memlog.api.operations.replay;

import io.memlog.api.http.JsonBody;
import io.memlog.api.http.JsonObjectReader;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.operations.deadletters.DeadLetter;
import io.memlog.api.operations.deadletters.DeadLetterIdParser;
import io.memlog.api.operations.deadletters.DeadLetterProperties;
import io.memlog.api.operations.deadletters.DeadLetterView;
import io.memlog.api.operations.deadletters.DeadLetters;
import io.memlog.api.operations.deadletters.ReplaySelection;
import io.memlog.api.operations.jobs.JobQueue;
import io.memlog.api.operations.jobs.JobView;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.UtcTime;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `POST /dead-letters/{id}/replay` and `POST /dead-letters/replay`: letters go to their consumer again.
@RestController
final class DeadLetterReplayController {

    private static final int LARGEST_BODY = 16 * 1024;
    private static final int SAMPLE = 10;

    private final DeadLetters deadLetters;
    private final ReplaySelections selections;
    private final JobQueue jobs;
    private final ReplayProperties replay;
    private final DeadLetterProperties properties;

    DeadLetterReplayController(
            DeadLetters deadLetters,
            ReplaySelections selections,
            JobQueue jobs,
            ReplayProperties replay,
            DeadLetterProperties properties) {
        this.deadLetters = deadLetters;
        this.selections = selections;
        this.jobs = jobs;
        this.replay = replay;
        this.properties = properties;
    }

    @PostMapping("/dead-letters/{id}/replay")
    ResponseEntity<JsonNode> one(@PathVariable String id, HttpServletRequest request) throws IOException {
        QueryParameters.of(request).only(Set.of()).rejectIfWrong();
        if (hasBody(request)) {
            JsonObjectReader.of(JsonBody.read(request, LARGEST_BODY))
                    .only(Set.of())
                    .rejectIfWrong();
        }
        var asked = DeadLetterIdParser.parse(id);
        var letter = deadLetters.find(asked).orElseThrow(() -> DeadLetterIdParser.unknown(asked));
        if (!selections.of(letter.id()).admits(letter)) {
            throw ProblemException.wrongState(whyNot(letter));
        }
        return JobView.accepted(jobs.submit(
                DeadLetterReplayJob.KIND, ReplaySelections.request(letter.id()), replay.ratePerSecond(), 1));
    }

    @PostMapping("/dead-letters/replay")
    ResponseEntity<JsonNode> many(HttpServletRequest request) throws IOException {
        QueryParameters.of(request).only(Set.of()).rejectIfWrong();
        var body = JsonBody.read(request, LARGEST_BODY);
        var asked = DeadLetterReplayRequest.read(body, replay);
        var selection = selections.of(asked.filter());
        var count = deadLetters.countReplayable(selection);
        if (asked.dryRun() || count == 0) {
            return ResponseEntity.ok(preview(selection, count, asked.ratePerSecond()));
        }
        return JobView.accepted(jobs.submit(DeadLetterReplayJob.KIND, body, asked.ratePerSecond(), count));
    }

    private JsonNode preview(ReplaySelection selection, long count, int rate) {
        var view = Json.mapper().createObjectNode().put("count", count);
        var sample = view.putArray("sample");
        deadLetters.findReplayable(selection, null, SAMPLE).forEach(letter -> sample.add(DeadLetterView.of(letter)));
        return view.put(ReplayRate.MEMBER, rate);
    }

    private static boolean hasBody(HttpServletRequest request) {
        var length = request.getContentLengthLong();
        return length > 0 || (length < 0 && request.getContentType() != null);
    }

    private String whyNot(DeadLetter letter) {
        return switch (letter.state()) {
            case OPEN -> throw new IllegalStateException("an open letter may be replayed: " + letter.id());
            case REPLAYING ->
                "the letter is being replayed since "
                        + UtcTime.format(letter.snapshot().changedAt())
                        + "; without an answer it may be replayed again after "
                        + properties.replayTimeout().toMinutes() + " minutes (memlog.dead-letters.replay-timeout)";
            case REPLAYED -> "the letter was replayed, and its consumer has applied it";
            case SKIPPED -> "there is nothing to replay: the memory is deleted, or the index holds a newer version";
            case SUPERSEDED -> "a correction has taken the letter's place";
            case PARKED ->
                "the letter is parked, since " + letter.snapshot().failedReplays()
                        + " replays of it have failed: edit it, discard it, or bring the memory back with POST /replays";
            case DISCARDED -> "the letter is discarded";
        };
    }
}
