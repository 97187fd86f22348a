package io.memlog.graph.text;

import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tags;
import io.memlog.schemas.text.DistinctLines;
import io.memlog.schemas.text.JsonTexts;
import java.util.List;
import java.util.Set;

/// The whole text of a memory, as it is searched by words and shown in an answer: the task, what was done
/// and why, whatever else the memory says, its tags and its files. Nothing is shortened.
public final class MemoryDocument {

    private static final List<String> LEADING_MEMBERS =
            List.of("summary", "root_cause", "solution", "lesson", "validation", "gotchas", "component");
    private static final Set<String> NAME_LISTS =
            Set.of("tags", "related_tasks", "files_touched", "files", "files_changed");

    private MemoryDocument() {}

    /// Never empty: every memory has a task.
    public static String of(MemoryLog memory) {
        var raw = memory.rawData();
        var text = new DistinctLines();
        text.add(memory.task());
        LEADING_MEMBERS.forEach(member -> text.addAll(JsonTexts.in(raw.path(member), NAME_LISTS)));
        raw.propertyStream()
                .filter(member -> !LEADING_MEMBERS.contains(member.getKey()) && !NAME_LISTS.contains(member.getKey()))
                .forEach(member -> text.addAll(JsonTexts.in(member.getValue(), NAME_LISTS)));
        for (var holder : List.of(raw, raw.path("solution"))) {
            NAME_LISTS.stream()
                    .sorted()
                    .filter(list -> !list.equals("tags"))
                    .forEach(list -> text.addAll(JsonTexts.in(holder.path(list), Set.of())));
        }
        var tags = Tags.of(raw);
        text.addJoined(tags, tags.size());
        return String.join("\n", text.toList());
    }
}
