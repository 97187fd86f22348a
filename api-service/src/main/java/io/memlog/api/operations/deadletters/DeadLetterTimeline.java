package io.memlog.api.operations.deadletters;

import io.memlog.api.operations.deadletters.DeadLetterEvent.Discarded;
import io.memlog.api.operations.deadletters.DeadLetterEvent.ReplayRequested;
import io.memlog.api.operations.deadletters.DeadLetterEvent.Replayed;
import io.memlog.api.operations.deadletters.DeadLetterEvent.Skipped;
import io.memlog.api.operations.deadletters.DeadLetterEvent.Superseded;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.UtcTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What happened to a letter, oldest first.
@Component
final class DeadLetterTimeline {

    private record Entry(Instant at, ObjectNode view) {}

    private final DeadLetterProjector fold;

    DeadLetterTimeline(DeadLetterProjector fold) {
        this.fold = fold;
    }

    void of(DeadLetterHistory past, ArrayNode view) {
        List<Entry> entries = new ArrayList<>();
        var failedReplays = 0;
        for (var failure : past.failures().values()) {
            entries.add(entry(failure));
            if (failure.isOfTheLetter() && ++failedReplays == fold.mostReplays()) {
                entries.add(new Entry(failure.at(), what("parked", failure.at())));
            }
        }
        past.events().forEach(event -> entries.add(entry(event)));
        entries.sort(Comparator.comparing(Entry::at));
        entries.forEach(entry -> view.add(entry.view));
    }

    private static Entry entry(Failure failure) {
        var view = what("failed", failure.at());
        if (failure.replay() > 0) {
            view.put("replay", failure.replay());
        }
        view.put("reason", failure.cause().reason());
        view.put("exception", failure.cause().exception());
        view.put("message", failure.cause().message());
        view.put("attempts", failure.attempts());
        return new Entry(failure.at(), view);
    }

    private static Entry entry(TimestampedEvent recorded) {
        var view = switch (recorded.event()) {
            case ReplayRequested requested -> {
                var what = what("replay_requested", recorded.at()).put("replay", requested.replay());
                yield requested.job() == null
                        ? what
                        : what.put("job", requested.job().toString());
            }
            case Replayed replayed -> what("replayed", recorded.at()).put("replay", replayed.replay());
            case Skipped skipped -> {
                var what = what("skipped", recorded.at());
                yield (skipped.replay() == null ? what : what.put("replay", skipped.replay()))
                        .put("reason", skipped.why());
            }
            case Discarded discarded -> what("discarded", recorded.at()).put("reason", discarded.reason());
            case Superseded superseded ->
                what("superseded", recorded.at())
                        .put("version", superseded.version())
                        .put("reason", superseded.reason());
        };
        return new Entry(recorded.at(), view);
    }

    private static ObjectNode what(String what, Instant at) {
        return Json.mapper().createObjectNode().put("at", UtcTime.format(at)).put("what", what);
    }
}
