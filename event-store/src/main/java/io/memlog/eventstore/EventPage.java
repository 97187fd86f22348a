package io.memlog.eventstore;

import java.util.List;

/// A part of what matches a query.
///
/// @param more whether there are further events behind these
public record EventPage(List<StoredEvent> events, boolean more) {

    /// With this much data a page is full, however many events it may hold. It ends with the event that
    /// fills it.
    public static final int FULL_BYTES = 16 * 1024 * 1024;

    public EventPage {
        events = List.copyOf(events);
    }
}
