package io.memlog.api.memory.search;

import io.memlog.schemas.json.Json;
import tools.jackson.databind.JsonNode;

/// A hit as it leaves over HTTP.
final class HitView {

    private HitView() {}

    static JsonNode of(Search.CheckedHit checked) {
        var memory = checked.memory();
        var hit = checked.fused().hit();
        var view = Json.mapper().createObjectNode();
        view.put("id", "memory_" + memory.id() + "_" + memory.userId() + "_" + memory.projectId());
        view.put("memory_log_id", memory.id().value());
        view.put("document", hit.document());
        view.putObject("metadata")
                .put("task", memory.task())
                .put("agent", memory.agent())
                .put("date", memory.date().text());
        var distance = hit.distance();
        view.put("distance", distance);
        view.put("similarity", distance == null ? null : Double.valueOf(1 - distance / 2));
        view.put("score", checked.fused().score());
        var matchedBy = view.putArray("matched_by");
        checked.fused().matchedBy().forEach(arm -> matchedBy.add(arm.wireName()));
        return view;
    }
}
