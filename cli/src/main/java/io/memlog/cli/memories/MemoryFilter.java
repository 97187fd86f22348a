package io.memlog.cli.memories;

import io.memlog.schemas.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/// Selects the memory logs of a user and project, both of which are required.
final class MemoryFilter {

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER",
            required = true,
            defaultValue = "${env:MEMLOG_USER}",
            description = "the user of the memory logs ($MEMLOG_USER)")
    private String user = "";

    @Option(
            names = {"-p", "--project"},
            paramLabel = "PROJECT",
            required = true,
            defaultValue = "${env:MEMLOG_PROJECT}",
            description = "the project of the memory logs ($MEMLOG_PROJECT)")
    private String project = "";

    @Option(names = "--agent", paramLabel = "AGENT", description = "only of this agent")
    private @Nullable String agent;

    @Option(names = "--tag", paramLabel = "TAG", description = "only with this tag; with all of them when repeated")
    private List<String> tags = new ArrayList<>();

    @Option(names = "--conversation", paramLabel = "ID", description = "only of this conversation")
    private @Nullable String conversation;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "only dated then or later: a day, or a time such as 2025-11-13T08:30:00Z")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "only dated then or earlier")
    private @Nullable String to;

    ObjectNode tenant() {
        return Json.mapper().createObjectNode().put("user_id", user).put("project_id", project);
    }

    /// @param tagsName what the API calls the tags
    ObjectNode filters(String tagsName) {
        var filter = Json.mapper()
                .createObjectNode()
                .put("agent", agent)
                .put("conversation_id", conversation)
                .put("from", from)
                .put("to", to);
        filter.removeNulls();
        tags.forEach(filter.withArrayProperty(tagsName)::add);
        return filter;
    }
}
