package io.memlog.schemas.inventory;

import java.util.List;

/// The requested memories of a store.
///
/// @param entries  by id, lowest first
/// @param complete whether all requested memories are contained; otherwise continue above the last entry
public record InventoryPage(List<InventoryEntry> entries, boolean complete) {

    /// The maximum number of entries of a page.
    public static final int MAX_ENTRIES = 10_000;

    public InventoryPage {
        entries = List.copyOf(entries);
    }
}
