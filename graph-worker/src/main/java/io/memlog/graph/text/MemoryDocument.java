package io.memlog.graph.text;

import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.text.DistinctLines;
import io.memlog.schemas.text.JsonTexts;
import io.memlog.schemas.text.MemoryText;
import java.util.List;
import java.util.Set;

/// The text of a memory in full length, in two fields: one of whole words, one of what lies beneath them.
///
/// @param label   the date in words and the agent: they are found, and not shown
/// @param body    the prose of the memory, its tags and its files: found and shown
/// @param beneath the parts of compound words, runs of stop words, and a task that names nothing
public record MemoryDocument(String label, String body, String beneath) {

    public static MemoryDocument of(MemoryLog memory) {
        var label = DateWords.of(memory.date()) + "\n" + MemoryText.by(memory.agent(), "");
        var body = body(memory);
        var task = MemoryText.isTaskProse(memory) ? "" : memory.task();
        var text = MemoryText.by(memory.agent(), body);
        return new MemoryDocument(
                label,
                body,
                String.join(" ", Tokens.subTokens(text), StopWords.runs(text), String.join(" ", Tokens.parts(task))));
    }

    private static String body(MemoryLog memory) {
        var raw = memory.rawData();
        var lines = new DistinctLines();
        MemoryText.prose(memory).forEach(lines::add);
        lines.add(String.join(", ", MemoryText.tags(memory)));
        for (var holder : List.of(raw, raw.path("solution"))) {
            JsonTexts.NAME_LISTS.stream()
                    .sorted()
                    .filter(list -> !list.equals("tags"))
                    .forEach(list -> lines.addAll(JsonTexts.in(holder.path(list), Set.of())));
        }
        return String.join("\n", lines.toList());
    }
}
