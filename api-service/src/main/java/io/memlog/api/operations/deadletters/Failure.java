package io.memlog.api.operations.deadletters;

import io.memlog.schemas.json.WireEnum;
import io.memlog.schemas.message.RetryClass;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One failure of a dead letter.
///
/// @param replay   0 for the first failure, otherwise the number of the replay that failed
/// @param attempts how often the consumer tried
/// @param position of the record in the dead-letter topic
public record Failure(int replay, Instant at, Cause cause, int attempts, RecordPosition position) {

    /// A consumer that crashes after publishing dead-letters a record twice: the earlier one counts.
    static final Comparator<Failure> ORDER = Comparator.comparing(Failure::at).thenComparing(Failure::position);

    private static final String INDEX_UNAVAILABLE = "index_unavailable";
    private static final Set<String> TRANSIENT_REASONS = Set.of(INDEX_UNAVAILABLE, "apply_failed");
    private static final Duration TENANT_RETRY_INTERVAL = Duration.ofSeconds(30);
    private static final Duration MIN_RETRY_INTERVAL = Duration.ofMinutes(1);
    private static final Duration MAX_RETRY_INTERVAL = Duration.ofHours(1);
    private static final int RETRY_MULTIPLIER = 3;

    /// Whether the message itself made a replay fail; a replay that met an unavailable index does not count.
    boolean isFailedReplay() {
        return replay > 0 && !INDEX_UNAVAILABLE.equals(cause.reason());
    }

    /// When an open dead letter is replayed automatically. The first failed replay waits for a minute and each
    /// further one three times as long, up to an hour; a dead letter of an unavailable tenant always waits for
    /// half a minute, since its content is not the cause.
    ///
    /// @param failedReplays how many replays failed because of the message
    Optional<Instant> nextRetry(int failedReplays) {
        if (cause.retryClass() == RetryClass.PERMANENT) {
            return Optional.empty();
        }
        if (INDEX_UNAVAILABLE.equals(cause.reason())) {
            return Optional.of(at.plus(TENANT_RETRY_INTERVAL));
        }
        var seconds = MIN_RETRY_INTERVAL.toSeconds() * Math.pow(RETRY_MULTIPLIER, failedReplays);
        return Optional.of(at.plusSeconds((long) Math.min(seconds, (double) MAX_RETRY_INTERVAL.toSeconds())));
    }

    /// @param reason     the stable code of the failure, such as `undecodable`
    /// @param exception  the class of the exception
    /// @param message    the exception's message
    /// @param retryClass whether the same message may succeed later
    public record Cause(String reason, String exception, String message, RetryClass retryClass) {

        /// The reason of a dead letter that states none, such as one of another system.
        public static final String UNCLASSIFIED = "unclassified";

        /// @param retryClass as its consumer states it; without a known one it follows from the reason
        public static Cause of(String reason, String exception, String message, @Nullable String retryClass) {
            var byReason = TRANSIENT_REASONS.contains(reason) ? RetryClass.TRANSIENT : RetryClass.PERMANENT;
            var stated = Optional.ofNullable(retryClass).flatMap(name -> WireEnum.find(RetryClass.class, name));
            return new Cause(reason, exception, message, stated.orElse(byReason));
        }
    }
}
