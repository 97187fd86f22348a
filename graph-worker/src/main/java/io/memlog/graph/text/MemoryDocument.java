package io.memlog.graph.text;

import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tags;
import io.memlog.schemas.text.DistinctLines;
import io.memlog.schemas.text.JsonTexts;
import java.util.List;
import java.util.Set;

/// The text of a memory, as full-text search finds it and hits show it: the task, what was done and why, all other
/// texts of the memory, its tags and its files, in full length.
public final class MemoryDocument {

    private MemoryDocument() {}

    /// Never empty, because every memory has a task.
    public static String of(MemoryLog memory) {
        var raw = memory.rawData();
        var text = new DistinctLines();
        text.add(memory.task());
        JsonTexts.main(raw).forEach(text::add);
        JsonTexts.others(raw).forEach(text::add);
        for (var holder : List.of(raw, raw.path("solution"))) {
            JsonTexts.NAME_LISTS.stream()
                    .sorted()
                    .filter(list -> !list.equals("tags"))
                    .forEach(list -> text.addAll(JsonTexts.in(holder.path(list), Set.of())));
        }
        text.add(String.join(", ", Tags.of(raw)));
        return String.join("\n", text.toList());
    }
}
