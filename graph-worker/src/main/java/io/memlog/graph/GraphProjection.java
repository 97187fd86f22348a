package io.memlog.graph;

import static java.util.stream.Collectors.toMap;

import io.memlog.consumer.ProjectionHandler;
import io.memlog.graph.neo4j.GraphMemory;
import io.memlog.graph.neo4j.MemoryGraph;
import io.memlog.graph.neo4j.StoredVersion;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.MemoryDeleted;
import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.event.MemoryUpdated;
import io.memlog.schemas.event.ProjectionDeleted;
import io.memlog.schemas.event.ProjectionEvent;
import io.memlog.schemas.event.ProjectionStored;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.topic.Projection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The graph of all memories, as an index that follows the log.
final class GraphProjection implements ProjectionHandler {

    private final MemoryGraph graph;
    private final Clock clock;

    GraphProjection(MemoryGraph graph, Clock clock) {
        this.graph = graph;
        this.clock = clock;
    }

    @Override
    public Projection projection() {
        return Projection.GRAPH;
    }

    @Override
    public Map<MemoryKey, Long> currentVersions(Set<MemoryKey> memories) {
        return graph.read(memories).entrySet().stream()
                .collect(toMap(Map.Entry::getKey, held -> held.getValue().version()));
    }

    @Override
    public List<ProjectionEvent> apply(List<MemoryChange> changes) {
        List<GraphMemory> present = new ArrayList<>();
        Map<MemoryKey, Long> gone = new HashMap<>();
        for (var change : changes) {
            switch (change) {
                case MemoryStored(var memory) -> present.add(GraphMemory.of(memory));
                case MemoryUpdated(var memory) -> present.add(GraphMemory.of(memory));
                case MemoryDeleted deleted -> gone.put(deleted.key(), deleted.version());
            }
        }
        Map<MemoryKey, StoredVersion> held = new HashMap<>();
        if (!present.isEmpty()) {
            held.putAll(graph.store(present));
        }
        if (!gone.isEmpty()) {
            held.putAll(graph.delete(gone));
        }
        return progress(held);
    }

    @Override
    public List<ProjectionEvent> reportStored(Map<MemoryKey, Long> held) {
        return progress(graph.read(held.keySet()));
    }

    @Override
    public void purge(Set<MemoryKey> memories) {
        graph.erase(memories);
    }

    @Override
    public void probe() {
        graph.probe();
    }

    private List<ProjectionEvent> progress(Map<MemoryKey, StoredVersion> held) {
        var now = clock.instant();
        List<ProjectionEvent> progress = new ArrayList<>();
        held.forEach((key, state) -> progress.add(
                switch (state) {
                    case StoredVersion.Live(var version) -> ProjectionStored.of(Projection.GRAPH, key, version, now);
                    case StoredVersion.Deleted(var version) ->
                        ProjectionDeleted.of(Projection.GRAPH, key, version, now);
                }));
        return progress;
    }
}
