package io.memlog.cli.deadletters;

import io.memlog.cli.client.TenantFilter;
import io.memlog.schemas.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/// Selects dead letters.
final class DeadLetterFilter {

    @Option(names = "--group", paramLabel = "ID", description = "only of this group of memlog dead-letters groups")
    private @Nullable String group;

    @Option(names = "--projection", paramLabel = "vector|graph", description = "only of this projection")
    private @Nullable String projection;

    @Option(names = "--reason", paramLabel = "REASON", description = "only with this reason")
    private @Nullable String reason;

    @Option(names = "--memory", paramLabel = "ID", description = "only of this memory log")
    private @Nullable Long memory;

    @Mixin
    private final TenantFilter tenant = new TenantFilter();

    @Option(names = "--from", paramLabel = "TIME", description = "only first seen then or later: a day or a time")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "only first seen then or earlier")
    private @Nullable String to;

    /// The members that the API knows the filters by.
    ObjectNode json() {
        var filter = Json.mapper()
                .createObjectNode()
                .put("group", group)
                .put("consumer", projection)
                .put("reason", reason)
                .put("memory_id", memory);
        tenant.addTo(filter).put("from", from).put("to", to);
        filter.removeNulls();
        return filter;
    }
}
