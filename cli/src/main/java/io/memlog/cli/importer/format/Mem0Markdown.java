package io.memlog.cli.importer.format;

import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What mem0's plugin for coding agents exports: memories in Markdown, each behind a header between lines of `---`.
/// Such a line within a text begins no memory, since no header follows it.
final class Mem0Markdown implements ExportFormat {

    private static final String MARK = "---";
    private static final Set<String> HEADERS =
            Set.of("id", "created_at", "type", "confidence", "branch", "files", "categories");
    private static final Pattern HEADER = Pattern.compile("([a-z_]+):(?: (.*))?");
    private static final Pattern START = Pattern.compile("(?:^|\\R)---[ \t]*\\Rid: ?\\S");

    @Override
    public String name() {
        return "mem0-markdown";
    }

    @Override
    public boolean matches(Sample start) {
        var found = START.matcher(start.text());
        if (!start.isText() || !found.find()) {
            return false;
        }
        var lines = start.text().substring(found.start()).strip().lines().toList();
        return headerEnd(lines, 0) > 0;
    }

    @Override
    public void read(SourceFile file, ItemSink sink) throws IOException, InterruptedException {
        var lines = file.text().lines().toList();
        var next = nextHeader(lines, 0);
        if (!text(lines, 0, next).isEmpty()) {
            sink.skip("text", file.name() + ", line 1", "stands before the first memory");
        }
        while (next < lines.size()) {
            var end = headerEnd(lines, next);
            var following = nextHeader(lines, end);
            read(header(lines.subList(next + 1, end)), text(lines, end + 1, following), next + 1, sink);
            next = following;
        }
    }

    private static void read(Map<String, String> header, String text, int line, ItemSink sink)
            throws InterruptedException {
        var id = header.getOrDefault("id", "");
        if (text.isEmpty()) {
            sink.invalid("memory", id.isEmpty() ? "line " + line : id, "has no text");
            return;
        }
        if (id.isEmpty()) {
            sink.invalid("memory", "line " + line, "has no id");
            return;
        }
        var members = Json.mapper().createObjectNode();
        header.forEach((name, value) -> {
            if (!value.isEmpty()) {
                members.put(name, value);
            }
        });
        var files = members.arrayNode();
        list(header.getOrDefault("files", "")).forEach(files::add);
        var tags = list(header.getOrDefault("categories", "")).collect(Collectors.toList());
        tags.add(header.getOrDefault("type", ""));
        sink.add(new SourceItem("memory", id, id)
                .text(text)
                .date(members.path("created_at"))
                .tags(tags)
                .raw("files_touched", files)
                // As they came: a comma may be part of a name.
                .others(members, Set.of("id", "type")));
    }

    private static Stream<String> list(String value) {
        return Arrays.stream(value.split(",", -1)).map(String::strip).filter(each -> !each.isEmpty());
    }

    private static int nextHeader(List<String> lines, int from) {
        for (int i = from; i < lines.size(); i++) {
            if (headerEnd(lines, i) > 0) {
                return i;
            }
        }
        return lines.size();
    }

    /// The line that ends the header which begins at this line; negative when none does.
    private static int headerEnd(List<String> lines, int start) {
        if (!isMark(lines, start)
                || start + 1 >= lines.size()
                || !lines.get(start + 1).startsWith("id:")) {
            return -1;
        }
        for (int i = start + 1; i < lines.size(); i++) {
            if (isMark(lines, i)) {
                return i;
            }
            var header = HEADER.matcher(lines.get(i));
            if (!header.matches() || !HEADERS.contains(header.group(1))) {
                return -1;
            }
        }
        return -1;
    }

    private static boolean isMark(List<String> lines, int line) {
        return lines.get(line).stripTrailing().equals(MARK);
    }

    private static Map<String, String> header(List<String> lines) {
        var header = new LinkedHashMap<String, String>();
        for (var line : lines) {
            var member = HEADER.matcher(line);
            if (member.matches()) {
                header.put(
                        member.group(1),
                        member.group(2) == null ? "" : member.group(2).strip());
            }
        }
        return header;
    }

    private static String text(List<String> lines, int from, int to) {
        return String.join("\n", lines.subList(from, Math.max(from, to))).strip();
    }
}
