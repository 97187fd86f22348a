package io.memlog.eventstore;

import java.time.Instant;

/// An event as one line of JSON with all columns of its row.
public record ArchivedEventRow(Position position, Instant recordedAt, String json) {}
