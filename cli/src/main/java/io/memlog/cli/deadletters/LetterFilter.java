package io.memlog.cli.deadletters;

import io.memlog.cli.server.Query;
import io.memlog.schemas.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/// Which dead letters are meant.
final class LetterFilter {

    @Option(
            names = "--group",
            paramLabel = "ID",
            description = "only of this group, as memlog dead-letters groups names it")
    private @Nullable String group;

    @Option(
            names = "--consumer",
            paramLabel = "vector|graph",
            description = "only those that this index could not take")
    private @Nullable String consumer;

    @Option(names = "--reason", paramLabel = "REASON", description = "only with this reason")
    private @Nullable String reason;

    @Option(names = "--memory", paramLabel = "ID", description = "only of this memory log")
    private @Nullable Long memory;

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER",
            description = "only of this user")
    private @Nullable String user;

    @Option(
            names = {"-p", "--project"},
            paramLabel = "PROJECT",
            description = "only of this project")
    private @Nullable String project;

    @Option(names = "--from", paramLabel = "TIME", description = "only first seen then or later: a day or a time")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "only first seen then or earlier")
    private @Nullable String to;

    boolean isEmpty() {
        return json().isEmpty();
    }

    /// As parameters of a request.
    Query on(Query query) {
        json().forEachEntry((name, value) -> query.with(name, value.asString()));
        return query;
    }

    /// As part of a body.
    ObjectNode json() {
        var filter = Json.mapper()
                .createObjectNode()
                .put("group", group)
                .put("consumer", consumer)
                .put("reason", reason)
                .put("memory_id", memory)
                .put("user_id", user)
                .put("project_id", project)
                .put("from", from)
                .put("to", to);
        filter.removeNulls();
        return filter;
    }
}
