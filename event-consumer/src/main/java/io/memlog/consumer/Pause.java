package io.memlog.consumer;

import java.time.Instant;

/// The consumer waits for something outside of it.
///
/// @param reason what it waits for, for people
public record Pause(String reason, Instant since) {}
