package io.memlog.cli.store;

import io.memlog.schemas.json.Json;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Makes what is sent out of what was read: the members that only Memlog sets and those that are null are left
/// out, the user and the project filled in where they lack, and a key added unless the log brings its own. So
/// an export has the keys of the file that it came from.
final class Lines {

    private static final String KEY = "idempotency_key";
    private static final Set<String> SET_BY_MEMLOG =
            Set.of("id", "version", "created_at", "updated_at", "embedding", "status");

    private final @Nullable String user;
    private final @Nullable String project;
    private final LineKeys keys = new LineKeys();

    Lines(@Nullable String user, @Nullable String project) {
        this.user = user;
        this.project = project;
    }

    Line line(Entry.Log entry) {
        var log = entry.log();
        log.remove(SET_BY_MEMLOG);
        log.removeNulls();
        fill(log, "user_id", user);
        fill(log, "project_id", project);
        var key = keys.next(log);
        if (!log.has(KEY)) {
            log.put(KEY, key);
        }
        return new Line(entry.line(), Json.mapper().writeValueAsBytes(log));
    }

    private static void fill(ObjectNode log, String member, @Nullable String value) {
        if (value != null && !log.has(member)) {
            log.put(member, value);
        }
    }
}
