package io.memlog.cli.memories;

import io.memlog.cli.server.Query;
import io.memlog.cli.server.Server;
import io.memlog.cli.terminal.Progress;
import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Writes memory logs page by page.
record Export(
        Server server,
        TenantOptions tenant,
        FilterOptions filter,
        @Nullable String request,
        Progress progress) {

    private static final int PAGE = 100;

    /// Returns how many were written.
    long to(PrintStream lines) throws IOException {
        long count = 0;
        String cursor = null;
        do {
            JsonNode page = server.get(query(cursor)).json();
            for (var memory : page.path("items")) {
                lines.println(Json.mapper().writeValueAsString(memory));
                count++;
            }
            if (lines.checkError()) {
                throw new IOException("What was exported cannot be written; after " + count + " memory logs.");
            }
            progress.at(-1, count + " exported");
            cursor = page.path("next_cursor").stringValue(null);
        } while (cursor != null);
        return count;
    }

    private Query query(@Nullable String cursor) {
        return Query.of("/memory-logs")
                .with("user_id", tenant.user())
                .with("project_id", tenant.project())
                .with("agent", filter.agent())
                .withEach("tag", filter.tags())
                .with("conversation_id", filter.conversation())
                .with("request_id", request)
                .with("from", filter.from())
                .with("to", filter.to())
                .with("limit", PAGE)
                .with("cursor", cursor);
    }
}
