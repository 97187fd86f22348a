package io.memlog.eventstore.outbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How the outbox is doing, as this instance sees it.
///
/// @param depth     how many messages wait, as counted a moment ago; counting stops at one above the limit
/// @param oldestAge how long the first of them has been waiting, zero when none waits
/// @param leading   whether this instance publishes; another one of the cluster may
/// @param full      whether more messages wait than the limit allows, so that no new one should be accepted
/// @param trouble   what keeps messages from being published, for people; null when nothing does
public record OutboxStatus(
        long depth,
        Duration oldestAge,
        boolean leading,
        boolean full,
        @Nullable String trouble) {}
