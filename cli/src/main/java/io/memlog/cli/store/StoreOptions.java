package io.memlog.cli.store;

import io.memlog.cli.client.ApiClient;
import io.memlog.cli.terminal.CommandContext.Sleeper;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/// The options of commands that store: whose the memory logs are, and how long an outage may last.
public final class StoreOptions {

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER",
            description = "the user of memory logs that have none")
    private @Nullable String user;

    @Option(
            names = {"-p", "--project"},
            paramLabel = "PROJECT",
            description = "the project of memory logs that have none")
    private @Nullable String project;

    @Option(
            names = "--retry-timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "how long to retry during an outage (60)")
    private long retryTimeout;

    /// Adds the user and the project where they are missing.
    public void complete(ObjectNode log) {
        if (user != null) {
            log.putIfAbsent("user_id", log.stringNode(user));
        }
        if (project != null) {
            log.putIfAbsent("project_id", log.stringNode(project));
        }
    }

    public RetryingClient retrying(ApiClient client, Sleeper sleeper) {
        return new RetryingClient(client, sleeper, Duration.ofSeconds(retryTimeout));
    }
}
