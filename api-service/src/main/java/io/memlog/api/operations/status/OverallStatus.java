package io.memlog.api.operations.status;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The whole in one word. `down`: no memory log can be taken in. `degraded`: a part does not work, or
/// something waits for people.
final class OverallStatus {

    private OverallStatus() {}

    static StatusReport of(
            Instant at,
            Map<String, StatusReport.Store> stores,
            Map<String, StatusReport.Consumer> consumers,
            StatusReport.@Nullable Outbox outbox,
            StatusReport.@Nullable DeadLetters deadLetters) {
        return new StatusReport(
                status(stores, consumers, outbox, deadLetters), at, stores, consumers, outbox, deadLetters);
    }

    private static String status(
            Map<String, StatusReport.Store> stores,
            Map<String, StatusReport.Consumer> consumers,
            StatusReport.@Nullable Outbox outbox,
            StatusReport.@Nullable DeadLetters deadLetters) {
        if (outbox == null || deadLetters == null) {
            return "down";
        }
        var works = stores.values().stream().allMatch(StatusReport.Store::isUp)
                && consumers.values().stream().allMatch(StatusReport.Consumer::follows);
        return works && !waitsForPeople(outbox) && !waitForPeople(deadLetters) ? "up" : "degraded";
    }

    private static boolean waitsForPeople(StatusReport.Outbox outbox) {
        return outbox.rows() > outbox.limit() || outbox.parked() > 0;
    }

    private static boolean waitForPeople(StatusReport.DeadLetters letters) {
        return letters.open() > 0 || letters.parked() > 0;
    }
}
