package io.memlog.eventstore;

import java.util.List;

/// A part of the events that match a query.
///
/// @param more whether further events follow
public record EventPage(List<StoredEvent> events, boolean more) {

    /// A page with this much data is full, whatever its limit is; it ends with the event that fills it.
    public static final int MAX_BYTES = 16 * 1024 * 1024;

    public EventPage {
        events = List.copyOf(events);
    }
}
