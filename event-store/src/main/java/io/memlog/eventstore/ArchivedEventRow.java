package io.memlog.eventstore;

import java.time.Instant;

/// An event as one line of JSON that holds every column of its row.
public record ArchivedEventRow(Position position, Instant recordedAt, String json) {}
