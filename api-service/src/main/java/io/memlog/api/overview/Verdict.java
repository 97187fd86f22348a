package io.memlog.api.overview;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The whole in one word. `down`: no memory log can be taken in. `degraded`: a part does not work, or
/// something waits for people.
final class Verdict {

    private Verdict() {}

    static Overview of(
            Instant at,
            Map<String, Overview.Store> stores,
            Map<String, Overview.Consumer> consumers,
            Overview.@Nullable Outbox outbox,
            Overview.@Nullable DeadLetters deadLetters) {
        return new Overview(status(stores, consumers, outbox, deadLetters), at, stores, consumers, outbox, deadLetters);
    }

    private static String status(
            Map<String, Overview.Store> stores,
            Map<String, Overview.Consumer> consumers,
            Overview.@Nullable Outbox outbox,
            Overview.@Nullable DeadLetters deadLetters) {
        if (outbox == null || deadLetters == null) {
            return "down";
        }
        var works = stores.values().stream().allMatch(Overview.Store::isUp)
                && consumers.values().stream().allMatch(Overview.Consumer::follows);
        return works && !waitsForPeople(outbox) && !waitForPeople(deadLetters) ? "up" : "degraded";
    }

    private static boolean waitsForPeople(Overview.Outbox outbox) {
        return outbox.rows() > outbox.limit() || outbox.parked() > 0;
    }

    private static boolean waitForPeople(Overview.DeadLetters letters) {
        return letters.open() > 0 || letters.parked() > 0;
    }
}
