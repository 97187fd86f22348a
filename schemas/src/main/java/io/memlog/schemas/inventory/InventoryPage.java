package io.memlog.schemas.inventory;

import java.util.List;

/// What a store holds of the memories that were asked for.
///
/// @param entries  by id, the lowest first
/// @param complete whether nothing is left out; otherwise ask again above the last entry
public record InventoryPage(List<InventoryEntry> entries, boolean complete) {

    /// No answer has more entries.
    public static final int MAX_ENTRIES = 10_000;

    public InventoryPage {
        entries = List.copyOf(entries);
    }
}
