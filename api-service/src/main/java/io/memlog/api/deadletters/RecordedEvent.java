package io.memlog.api.deadletters;

import java.time.Instant;

/// An event of a letter, and when it was written down.
public record RecordedEvent(LetterEvent event, Instant at) {}
