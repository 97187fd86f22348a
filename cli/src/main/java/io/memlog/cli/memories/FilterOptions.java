package io.memlog.cli.memories;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which memory logs of a user and project.
final class FilterOptions {

    @Option(names = "--agent", paramLabel = "AGENT", order = 11, description = "only of this agent")
    private @Nullable String agent;

    @Option(
            names = "--tag",
            paramLabel = "TAG",
            order = 12,
            description = "only with this tag; several mean all of them")
    private List<String> tags = new ArrayList<>();

    @Option(names = "--conversation", paramLabel = "ID", order = 13, description = "only of this conversation")
    private @Nullable String conversation;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            order = 14,
            description = "only dated then or later: a day, or a time such as 2025-11-13T08:30:00Z")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", order = 15, description = "only dated then or earlier")
    private @Nullable String to;

    @Nullable
    String agent() {
        return agent;
    }

    List<String> tags() {
        return tags;
    }

    @Nullable
    String conversation() {
        return conversation;
    }

    @Nullable
    String from() {
        return from;
    }

    @Nullable
    String to() {
        return to;
    }
}
