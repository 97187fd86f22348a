package io.memlog.api.memory;

import io.memlog.api.memory.projection.ProjectionState;
import io.memlog.api.memory.read.MeanVector;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.topic.Projection;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A memory log as it leaves over HTTP: its state, its embedding where asked for, and where it stands in
/// each index.
public final class MemoryView {

    private static final JsonMapper JSON = Json.mapper();

    private MemoryView() {}

    public static ObjectNode of(MemoryLog memory, Map<Projection, ProjectionState> states, List<Embedding> vectors) {
        ObjectNode view = JSON.valueToTree(memory);
        view.set("embedding", vectors.isEmpty() ? view.nullNode() : JSON.valueToTree(MeanVector.of(vectors)));
        var status = view.putObject("status");
        for (var projection : Projection.values()) {
            var reported = states.get(projection);
            var state = reported == null ? ProjectionState.State.PENDING : reported.at(memory.version());
            status.put(projection.wireName(), state.wireName());
        }
        return view;
    }

    /// The view without an embedding.
    public static ObjectNode of(MemoryLog memory, Map<MemoryId, Map<Projection, ProjectionState>> states) {
        return of(memory, states.getOrDefault(memory.id(), Map.of()), List.of());
    }
}
