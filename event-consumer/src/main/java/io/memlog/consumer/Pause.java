package io.memlog.consumer;

import java.time.Instant;

/// The consumer does not advance until a dependency recovers.
///
/// @param reason a description of the cause for operators
public record Pause(PauseCause cause, String reason, Instant since) {}
