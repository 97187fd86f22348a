package io.memlog.cli.importer.format;

import io.memlog.schemas.hash.Sha256;
import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/// Notes and rules in Markdown, such as those of coding agents. Each section that begins with a heading of the second
/// level is an item, and so is what stands before the first. Its content is its id in the file: a changed section is a
/// new memory.
final class MarkdownNotes implements ExportFormat {

    private static final String FRONT_MATTER = "---";
    private static final Pattern FENCE = Pattern.compile(" {0,3}(```|~~~).*");
    private static final Pattern TITLE = Pattern.compile("# +(.*?)[ #]*");
    private static final Pattern HEADING = Pattern.compile("## +(.*?)[ #]*");
    private static final Pattern MEMBER = Pattern.compile("([A-Za-z_][\\w-]*):(?: (.*))?");
    private static final Pattern NAMES = Pattern.compile(
            ".*\\.(md|mdc|mdx|markdown|txt)|(.*/)?\\.(cursorrules|clinerules|windsurfrules|goosehints)",
            Pattern.CASE_INSENSITIVE);

    @Override
    public String name() {
        return "markdown";
    }

    /// Any text is Markdown, so the name has to say it too.
    @Override
    public boolean matches(Sample start) {
        return start.isText() && !start.isEmpty() && NAMES.matcher(start.name()).matches();
    }

    @Override
    public void read(SourceFile file, ItemSink sink) throws IOException, InterruptedException {
        var lines = new ArrayList<>(file.text().lines().toList());
        var frontMatter = takeFrontMatter(lines);
        var sections = sections(lines);
        var title = sections.stream()
                .limit(1)
                .flatMap(List::stream)
                .map(TITLE::matcher)
                .filter(matcher -> matcher.matches())
                .map(matcher -> matcher.group(1))
                .findFirst()
                .orElseGet(() -> first(frontMatter, "title", "name"));
        for (var section : sections) {
            var text = String.join("\n", section).strip();
            if (text.lines()
                    .allMatch(line -> line.isBlank() || TITLE.matcher(line).matches())) {
                continue;
            }
            var heading = HEADING.matcher(section.getFirst());
            var name = heading.matches() ? heading.group(1) : title;
            sink.add(new SourceItem(
                            "section", file.name() + ": " + SourceItem.excerpt(text), file.name(), Sha256.hex(text))
                    .title(heading.matches() && !title.isBlank() ? title + ": " + name : name)
                    .text(text)
                    .tags(tags(frontMatter))
                    .raw("description", frontMatter.path("description"))
                    .date(frontMatter.path("date"), frontMatter.path("created"), frontMatter.path("created_at"))
                    .keep("front_matter", frontMatter));
        }
        if (lines.stream()
                .allMatch(line -> line.isBlank() || TITLE.matcher(line).matches())) {
            sink.skip("file", file.name(), "has no text");
        }
    }

    /// A heading within a fenced code block begins no section.
    private static List<List<String>> sections(List<String> lines) {
        var sections = new ArrayList<List<String>>();
        sections.add(new ArrayList<>());
        String fence = "";
        for (var line : lines) {
            var mark = FENCE.matcher(line);
            if (mark.matches() && (fence.isEmpty() || fence.equals(mark.group(1)))) {
                fence = fence.isEmpty() ? mark.group(1) : "";
            } else if (fence.isEmpty() && HEADING.matcher(line).matches()) {
                sections.add(new ArrayList<>());
            }
            sections.getLast().add(line);
        }
        return sections.stream().filter(section -> !section.isEmpty()).toList();
    }

    /// Removes the front matter, if each of its lines is a member with a plain value; else it is part of the text.
    private static ObjectNode takeFrontMatter(List<String> lines) {
        var members = Json.mapper().createObjectNode();
        if (lines.isEmpty() || !lines.getFirst().stripTrailing().equals(FRONT_MATTER)) {
            return members;
        }
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).stripTrailing().equals(FRONT_MATTER)) {
                lines.subList(0, i + 1).clear();
                return members;
            }
            var member = MEMBER.matcher(lines.get(i));
            if (!member.matches()) {
                return Json.mapper().createObjectNode();
            }
            members.put(
                    member.group(1).toLowerCase(Locale.ROOT),
                    unquoted(member.group(2) == null ? "" : member.group(2).strip()));
        }
        return Json.mapper().createObjectNode();
    }

    private static String unquoted(String value) {
        return value.length() > 1
                        && "\"'".indexOf(value.charAt(0)) >= 0
                        && value.charAt(0) == value.charAt(value.length() - 1)
                ? value.substring(1, value.length() - 1)
                : value;
    }

    private static List<String> tags(ObjectNode frontMatter) {
        var list = first(frontMatter, "tags").replaceAll("^\\[|]$", "");
        return Arrays.stream(list.split(",", -1))
                .map(tag -> unquoted(tag.strip()))
                .toList();
    }

    private static String first(ObjectNode object, String... members) {
        return Arrays.stream(members)
                .map(member -> SourceItem.string(object.get(member)))
                .filter(value -> !value.isBlank())
                .findFirst()
                .orElse("");
    }
}
