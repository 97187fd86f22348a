package io.memlog.embedding.chroma;

import io.memlog.schemas.inventory.InventoryPage;
import io.memlog.schemas.inventory.InventoryQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// Collects the record ids that an inventory query covers, and keeps those of the lowest memory ids, as many
/// as fit into one page.
final class InventoryIdPage {

    private static final int MAX_RECORDS = 2 * InventoryPage.MAX_ENTRIES;

    private final InventoryQuery query;
    private final NavigableMap<Long, List<String>> records = new TreeMap<>();
    private int size;
    private long end = Long.MAX_VALUE;

    InventoryIdPage(InventoryQuery query) {
        this.query = query;
    }

    /// The number before the first `#`, or the whole id; 0 if it is not a number.
    static long memoryOf(String id) {
        var separator = id.indexOf('#');
        try {
            return Long.parseLong(separator < 0 ? id : id.substring(0, separator));
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    /// Ignores ids that do not start with a memory id.
    void add(String id) {
        var memory = memoryOf(id);
        if (memory < 1 || memory >= end || !query.covers(memory)) {
            return;
        }
        records.computeIfAbsent(memory, _ -> new ArrayList<>(1)).add(id);
        size++;
        while (records.size() > InventoryPage.MAX_ENTRIES || (size > MAX_RECORDS && records.size() > 1)) {
            var last = records.pollLastEntry();
            end = last.getKey();
            size -= last.getValue().size();
        }
    }

    /// The first memory id of which records may have been left out.
    long end() {
        return end;
    }

    Set<Long> memories() {
        return records.keySet();
    }

    List<String> of(Collection<Long> memories) {
        return memories.stream()
                .flatMap(memory -> records.getOrDefault(memory, List.of()).stream())
                .toList();
    }
}
