package io.memlog.embedding.text;

import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.text.DistinctLines;
import io.memlog.schemas.text.JsonTexts;
import io.memlog.schemas.text.MemoryText;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The text of a memory, the most relevant first: its prose, and at the end the names it mentions. The same memory
/// always gives the same text.
///
/// Members of `raw_data` may have any type. Lists of names are truncated so that they do not dominate the
/// vector; the rest is still found by filters and by the other projections.
final class SearchableText {

    private static final List<String> FILE_LISTS = List.of("files_touched", "files", "files_changed");
    /// A long run of Latin characters without a space is data, not language; only its start is kept.
    private static final Pattern DATA = Pattern.compile("([!-~]{100})[!-~]{157,}");

    private static final int MAX_NAME_CHARACTERS = 240;
    private static final int MAX_OTHER_CHARACTERS = 4_000;

    private SearchableText() {}

    /// Lines of text, the task first if it is prose; never empty.
    static List<String> of(MemoryLog memory) {
        var raw = memory.rawData();
        var text = new DistinctLines();
        MemoryText.prose(memory, others(raw)).map(SearchableText::withoutData).forEach(text::add);
        text.add(joined(MemoryText.tags(memory)));
        text.add(joined(JsonTexts.in(raw.path("related_tasks"), Set.of())));
        text.add(joined(files(raw)));
        return text.toList();
    }

    private static List<String> others(JsonNode raw) {
        var others = new DistinctLines(MAX_OTHER_CHARACTERS);
        JsonTexts.others(raw).forEach(words -> others.add(withoutData(truncated(words))));
        return others.toList();
    }

    private static String joined(List<String> names) {
        var first = new DistinctLines(MAX_NAME_CHARACTERS);
        names.stream().map(SearchableText::withoutData).forEach(first::add);
        return String.join(", ", first.toList());
    }

    private static String withoutData(String text) {
        return DATA.matcher(text).replaceAll("$1");
    }

    private static String truncated(String words) {
        return words.substring(0, Math.min(MAX_OTHER_CHARACTERS, words.length()));
    }

    private static List<String> files(JsonNode raw) {
        var files = new DistinctLines();
        for (var holder : List.of(raw, raw.path("solution"))) {
            FILE_LISTS.forEach(list -> JsonTexts.in(holder.path(list), Set.of()).stream()
                    .map(SearchableText::lastSegment)
                    .map(SearchableText::withoutData)
                    .forEach(files::add));
        }
        return files.toList();
    }

    private static String lastSegment(String path) {
        var end = path.endsWith("/") ? path.length() - 1 : path.length();
        return path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    }
}
