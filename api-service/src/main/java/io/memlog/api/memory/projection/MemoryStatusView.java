package io.memlog.api.memory.projection;

import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.UtcTime;
import io.memlog.schemas.topic.Projection;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Where a memory stands in each index, as it leaves over HTTP.
final class MemoryStatusView {

    private MemoryStatusView() {}

    static JsonNode of(CurrentVersion current, Map<Projection, ProjectionState> reported) {
        var view = Json.mapper().createObjectNode();
        view.put("version", current.version());
        for (var projection : Projection.values()) {
            var part = view.putObject(projection.wireName());
            var report = reported.get(projection);
            if (report == null) {
                part.put("state", ProjectionState.State.PENDING.wireName());
                part.putNull("version");
                part.putNull("at");
                part.putNull("milliseconds");
                continue;
            }
            var state = report.at(current.version());
            part.put("state", state.wireName());
            part.put("version", report.version());
            part.put("at", UtcTime.format(report.at()));
            if (state.isFinal()) {
                part.put(
                        "milliseconds",
                        Math.max(
                                0,
                                Duration.between(current.since(), report.at()).toMillis()));
            } else {
                part.putNull("milliseconds");
            }
        }
        return view;
    }
}
