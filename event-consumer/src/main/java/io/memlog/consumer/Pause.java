package io.memlog.consumer;

import java.time.Instant;

/// The consumer waits for something outside of it.
///
/// @param cause  what it waits for
/// @param reason the same, for people
public record Pause(PauseCause cause, String reason, Instant since) {}
