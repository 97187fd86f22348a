package io.memlog.cli.memories;

import io.memlog.cli.server.Query;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whose a memory log has to be, if anybody's in particular; the one of somebody else is not found.
final class VisibleTo {

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER",
            description = "finds it only when it is this user's")
    private @Nullable String user;

    @Option(
            names = {"-p", "--project"},
            paramLabel = "PROJECT",
            description = "finds it only when it is of this project")
    private @Nullable String project;

    Query limit(Query query) {
        return query.with("user_id", user).with("project_id", project);
    }
}
