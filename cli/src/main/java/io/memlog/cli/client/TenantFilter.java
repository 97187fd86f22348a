package io.memlog.cli.client;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/// Restricts a command to a user and project.
public final class TenantFilter {

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

    public boolean isGiven() {
        return user != null || project != null;
    }

    public RequestPath addTo(RequestPath path) {
        return path.with("user_id", user).with("project_id", project);
    }

    public ObjectNode addTo(ObjectNode body) {
        return body.put("user_id", user).put("project_id", project);
    }
}
