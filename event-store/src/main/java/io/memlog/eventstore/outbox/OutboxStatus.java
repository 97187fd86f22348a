package io.memlog.eventstore.outbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The state of the outbox, as this instance sees it.
///
/// @param depth         number of waiting messages at the last count, which stops at one above the limit
/// @param bytes         size of the waiting and the parked messages at the last count
/// @param oldestAge     how long the first of them has waited; zero when none waits
/// @param parked        number of unpublishable messages, kept in `outbox_parked`
/// @param leading       whether this instance publishes, and not another one of the cluster
/// @param full          whether the outbox holds more than its limits allow, so that new messages should be rejected
/// @param failureReason why messages are not published, for people; null when they are
public record OutboxStatus(
        long depth,
        long bytes,
        Duration oldestAge,
        long parked,
        boolean leading,
        boolean full,
        @Nullable String failureReason) {}
