package io.memlog.cli.importer.format;

import static io.memlog.cli.importer.format.SourceItem.string;

import java.io.IOException;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// The `projects.json` of Claude: each project, and each of its documents.
final class ClaudeProjects implements ExportFormat {

    private static final Set<String> OF_PROJECT = Set.of("uuid", "name", "description", "prompt_template", "docs");
    private static final Set<String> OF_DOCUMENT = Set.of("uuid", "filename", "content");

    @Override
    public String name() {
        return "claude-projects";
    }

    @Override
    public boolean matches(Sample start) {
        return start.hasAll("/uuid", "/docs") || start.hasAll("/uuid", "/prompt_template");
    }

    @Override
    public void read(SourceFile file, ItemSink sink) throws IOException, InterruptedException {
        new JsonElements(sink, null).read(file, (project, position) -> readProject(project, position, sink));
    }

    private static void readProject(ObjectNode project, long position, ItemSink sink) throws InterruptedException {
        var id = string(project.get("uuid"));
        var name = string(project.get("name"));
        if (id.isEmpty()) {
            sink.invalid("project", name.isBlank() ? "number " + position : name, "has no uuid");
            return;
        }
        var item = new SourceItem("project", name.isBlank() ? id : name, id)
                .title(name)
                .text(string(project.get("description")))
                .raw("prompt_template", project.path("prompt_template"))
                .date(project.path("created_at"))
                .others(project, OF_PROJECT);
        sink.add(item);
        for (var document : project.path("docs")) {
            var title = string(document.get("filename"));
            var documentId = string(document.get("uuid"));
            var content = string(document.get("content"));
            if (content.isBlank()) {
                sink.skip("document", title, "has no text");
            } else if (documentId.isEmpty()) {
                sink.invalid("document", title, "has no uuid");
            } else {
                sink.add(new SourceItem("document", title.isBlank() ? documentId : title, id, documentId)
                        .title(title)
                        .text(content)
                        .date(document.path("created_at"), project.path("created_at"))
                        .others(document, OF_DOCUMENT)
                        .keep("project", project.path("name")));
            }
        }
    }
}
