package io.memlog.cli.sync;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/// Which part of the indexes.
final class ScopeOptions {

    @Option(names = "--projection", paramLabel = "vector|graph", order = 1, description = "only of this index")
    private @Nullable String projection;

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER",
            order = 2,
            description = "only of this user")
    private @Nullable String user;

    @Option(
            names = {"-p", "--project"},
            paramLabel = "PROJECT",
            order = 3,
            description = "only of this project")
    private @Nullable String project;

    @Nullable
    String projection() {
        return projection;
    }

    @Nullable
    String user() {
        return user;
    }

    @Nullable
    String project() {
        return project;
    }

    ObjectNode on(ObjectNode request) {
        return request.put("projection", projection).put("user_id", user).put("project_id", project);
    }
}
