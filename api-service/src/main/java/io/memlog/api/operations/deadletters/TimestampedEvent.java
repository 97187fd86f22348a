package io.memlog.api.operations.deadletters;

import java.time.Instant;

/// An event of a letter, and when it was written down.
record TimestampedEvent(DeadLetterEvent event, Instant at) {}
