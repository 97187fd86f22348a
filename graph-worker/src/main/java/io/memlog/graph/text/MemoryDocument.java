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

    private static final List<String> LEADING_MEMBERS =
            List.of("summary", "root_cause", "solution", "lesson", "validation", "gotchas", "component");
    private static final Set<String> TAGS_AND_FILES =
            Set.of("tags", "related_tasks", "files_touched", "files", "files_changed");

    private MemoryDocument() {}

    /// Never empty, because every memory has a task.
    public static String of(MemoryLog memory) {
        var raw = memory.rawData();
        var text = new DistinctLines();
        text.add(memory.task());
        LEADING_MEMBERS.forEach(member -> text.addAll(JsonTexts.in(raw.path(member), TAGS_AND_FILES)));
        raw.propertyStream()
                .filter(member ->
                        !LEADING_MEMBERS.contains(member.getKey()) && !TAGS_AND_FILES.contains(member.getKey()))
                .forEach(member -> text.addAll(JsonTexts.in(member.getValue(), TAGS_AND_FILES)));
        for (var holder : List.of(raw, raw.path("solution"))) {
            TAGS_AND_FILES.stream()
                    .sorted()
                    .filter(list -> !list.equals("tags"))
                    .forEach(list -> text.addAll(JsonTexts.in(holder.path(list), Set.of())));
        }
        var tags = Tags.of(raw);
        text.addJoined(tags, tags.size());
        return String.join("\n", text.toList());
    }
}
