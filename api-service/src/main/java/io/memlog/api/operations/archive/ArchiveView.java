package io.memlog.api.operations.archive;

import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.UtcTime;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Files of the archive as they leave over HTTP.
final class ArchiveView {

    private ArchiveView() {}

    static JsonNode of(List<ArchivedFile> files) {
        var view = Json.mapper().createObjectNode();
        var items = view.putArray("items");
        files.forEach(file -> items.add(of(file)));
        return view;
    }

    private static JsonNode of(ArchivedFile file) {
        var restoredAt = file.restoredAt();
        return Json.mapper()
                .createObjectNode()
                .put("name", file.name())
                .put("events", file.events())
                .put("bytes", file.bytes())
                .put("first_position", file.positions().first().value())
                .put("last_position", file.positions().last().value())
                .put("first_recorded_at", UtcTime.format(file.firstRecordedAt()))
                .put("last_recorded_at", UtcTime.format(file.lastRecordedAt()))
                .put("sha256", file.sha256())
                .put("archived_at", UtcTime.format(file.archivedAt()))
                .put("restored_at", restoredAt == null ? null : UtcTime.format(restoredAt));
    }
}
