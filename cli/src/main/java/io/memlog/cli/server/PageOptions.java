package io.memlog.cli.server;

import io.memlog.cli.terminal.Surroundings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Which part of a long list.
public final class PageOptions {

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            order = 60,
            description = "how many at most, from 1 to 100 (20)")
    private @Nullable Integer limit;

    @Option(names = "--cursor", paramLabel = "CURSOR", order = 61, description = "goes on where the list before ended")
    private @Nullable String cursor;

    public @Nullable Integer limit() {
        return limit;
    }

    public @Nullable String cursor() {
        return cursor;
    }

    /// Says how to see what comes next, if anything does.
    public static void more(Surroundings around, JsonNode page) {
        var next = page.path("next_cursor").asString("");
        if (!next.isEmpty()) {
            around.say("There are more; the same with --cursor " + next + " shows them.");
        }
    }
}
