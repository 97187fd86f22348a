package io.memlog.cli.importer.format;

import java.util.List;
import java.util.Optional;

/// All formats that can be imported.
public final class Formats {

    /// The more particular ones first: any text is Markdown.
    private static final List<ExportFormat> ALL = List.of(
            new McpMemory(),
            new Mem0Dump(),
            new Mem0Markdown(),
            new LettaAgentFile(),
            new ChatGptConversations(),
            new ClaudeConversations(),
            new ClaudeProjects(),
            new HindsightTransfer(),
            new LangGraphItems(),
            new MarkdownNotes());

    private Formats() {}

    public static List<String> names() {
        return ALL.stream().map(ExportFormat::name).toList();
    }

    public static Optional<ExportFormat> named(String name) {
        return ALL.stream().filter(format -> format.name().equals(name)).findFirst();
    }

    /// The format of a file that begins like this.
    public static Optional<ExportFormat> of(Sample start) {
        return ALL.stream().filter(format -> format.matches(start)).findFirst();
    }
}
