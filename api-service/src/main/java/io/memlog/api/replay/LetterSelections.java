package io.memlog.api.replay;

import io.memlog.api.deadletters.DeadLetterFilter;
import io.memlog.api.deadletters.DeadLetterProperties;
import io.memlog.api.deadletters.LetterId;
import io.memlog.api.jobs.Job;
import io.memlog.schemas.json.Json;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Knows which letters a request, and later the job that it became, is about.
@Component
final class LetterSelections {

    private static final String LETTER = "dead_letter";

    private final ReplayProperties replay;
    private final DeadLetterProperties letters;
    private final Clock clock;

    LetterSelections(ReplayProperties replay, DeadLetterProperties letters, Clock clock) {
        this.replay = replay;
        this.letters = letters;
        this.clock = clock;
    }

    /// The letters that match and were seen by now.
    LetterSelection of(DeadLetterFilter filter) {
        return of(filter, null, clock.instant());
    }

    LetterSelection of(LetterId letter) {
        return of(DeadLetterFilter.ALL, letter, null);
    }

    /// The letters that matched when the job was asked for.
    LetterSelection of(Job job) {
        var letter = LetterId.parse(job.request().path(LETTER).asString(""));
        return letter.isPresent()
                ? of(letter.get())
                : of(LetterReplayRequest.read(job.request(), replay).filter(), null, job.createdAt());
    }

    /// The request of a job for one letter.
    static JsonNode request(LetterId letter) {
        return Json.mapper().createObjectNode().put(LETTER, letter.toString());
    }

    private LetterSelection of(DeadLetterFilter filter, @Nullable LetterId letter, @Nullable Instant seenBy) {
        return new LetterSelection(filter, letter, seenBy, clock.instant().minus(letters.replayWait()));
    }
}
