package io.memlog.schemas.inventory;

import java.util.List;

/// The memories of an [InventoryQuery] that a store contains.
///
/// @param entries  in ascending order of ids
/// @param complete whether these are all; otherwise the next page starts above the last entry
public record InventoryPage(List<InventoryEntry> entries, boolean complete) {

    public static final int MAX_ENTRIES = 10_000;

    public InventoryPage {
        entries = List.copyOf(entries);
    }
}
