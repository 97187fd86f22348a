package io.memlog.cli.client;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which part of a long list.
public final class PageOptions {

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            order = 60,
            description = "how many at most, from 1 to 100 (20)")
    private @Nullable Integer limit;

    @Option(names = "--cursor", paramLabel = "CURSOR", order = 61, description = "continues a list, from its last page")
    private @Nullable String cursor;

    public RequestPath addTo(RequestPath path) {
        return path.with("limit", limit).with("cursor", cursor);
    }
}
