package io.memlog.api.operations.replay;

import io.memlog.api.operations.deadletters.DeadLetterFilter;
import io.memlog.api.operations.deadletters.DeadLetterId;
import io.memlog.api.operations.deadletters.DeadLetterProperties;
import io.memlog.api.operations.deadletters.ReplaySelection;
import io.memlog.api.operations.jobs.Job;
import io.memlog.schemas.json.Json;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Knows which letters a request, and later the job that it became, is about.
@Component
final class ReplaySelections {

    private static final String LETTER = "dead_letter";

    private final ReplayProperties replay;
    private final DeadLetterProperties letters;
    private final Clock clock;

    ReplaySelections(ReplayProperties replay, DeadLetterProperties letters, Clock clock) {
        this.replay = replay;
        this.letters = letters;
        this.clock = clock;
    }

    /// The letters that match and were seen by now.
    ReplaySelection of(DeadLetterFilter filter) {
        return of(filter, null, clock.instant());
    }

    ReplaySelection of(DeadLetterId letter) {
        return of(DeadLetterFilter.ALL, letter, null);
    }

    /// The letters that matched when the job was asked for.
    ReplaySelection of(Job job) {
        var letter = DeadLetterId.parse(job.request().path(LETTER).asString(""));
        return letter.isPresent()
                ? of(letter.get())
                : of(DeadLetterReplayRequest.read(job.request(), replay).filter(), null, job.createdAt());
    }

    /// The request of a job for one letter.
    static JsonNode request(DeadLetterId letter) {
        return Json.mapper().createObjectNode().put(LETTER, letter.toString());
    }

    private ReplaySelection of(DeadLetterFilter filter, @Nullable DeadLetterId letter, @Nullable Instant seenBy) {
        return new ReplaySelection(filter, letter, seenBy, clock.instant().minus(letters.replayTimeout()));
    }
}
