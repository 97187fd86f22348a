package io.memlog.api.memory.read;

import io.memlog.api.memory.projection.ProjectionState;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.topic.Projection;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A memory log as it leaves over HTTP, with its embedding where asked for, and its state in each projection.
public final class MemoryView {

    private MemoryView() {}

    /// The view without an embedding.
    public static JsonNode of(MemoryLog memory, Map<Projection, ProjectionState> states) {
        return of(memory, states, List.of());
    }

    static JsonNode of(MemoryLog memory, Map<Projection, ProjectionState> states, List<Embedding> vectors) {
        ObjectNode view = Json.mapper().valueToTree(memory);
        view.set(
                "embedding", vectors.isEmpty() ? view.nullNode() : Json.mapper().valueToTree(mean(vectors)));
        var status = view.putObject("status");
        for (var projection : Projection.values()) {
            var reported = states.get(projection);
            var state = reported == null ? ProjectionState.State.PENDING : reported.at(memory.version());
            status.put(projection.wireName(), state.wireName());
        }
        return view;
    }

    /// One vector for a memory whose text has several chunks: their mean, at length 1.
    private static Embedding mean(List<Embedding> vectors) {
        if (vectors.size() == 1) {
            return vectors.getFirst();
        }
        var sum = new double[vectors.getFirst().dimensions()];
        for (var vector : vectors) {
            var values = vector.toArray();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += values[i];
            }
        }
        double squares = 0;
        for (double value : sum) {
            squares += value * value;
        }
        var length = Math.sqrt(squares);
        var mean = new float[sum.length];
        for (int i = 0; i < sum.length; i++) {
            mean[i] = (float) (sum[i] / length);
        }
        return length > 0 ? Embedding.of(mean) : vectors.getFirst();
    }
}
