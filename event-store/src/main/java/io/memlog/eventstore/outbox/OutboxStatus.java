package io.memlog.eventstore.outbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The state of the outbox, as this instance sees it.
///
/// @param depth     number of waiting messages at the last count, which stops at one above the limit
/// @param oldestAge how long the first of them has waited; zero when none waits
/// @param leading   whether this instance publishes, and not another one of the cluster
/// @param full      whether more messages wait than the limit allows, so that new ones should be rejected
/// @param failureReason   why messages are not published, for people; null when they are
public record OutboxStatus(
        long depth,
        Duration oldestAge,
        boolean leading,
        boolean full,
        @Nullable String failureReason) {}
