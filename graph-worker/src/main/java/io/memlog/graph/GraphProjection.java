package io.memlog.graph;

import static java.util.stream.Collectors.toMap;

import io.memlog.consumer.PendingChange;
import io.memlog.consumer.ProjectionHandler;
import io.memlog.graph.neo4j.GraphMemory;
import io.memlog.graph.neo4j.Neo4jMemoryGraph;
import io.memlog.graph.neo4j.StoredVersion;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.MemoryDeleted;
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
import org.springframework.stereotype.Component;

/// Projects memory events into the graph.
@Component
record GraphProjection(Neo4jMemoryGraph graph, Clock clock)
        implements ProjectionHandler<GraphProjection.PreparedChange> {

    @Override
    public Projection projection() {
        return Projection.GRAPH;
    }

    @Override
    public Map<MemoryKey, Long> currentVersions(Set<MemoryKey> memories) {
        return graph.read(memories).entrySet().stream()
                .collect(toMap(Map.Entry::getKey, stored -> stored.getValue().version()));
    }

    /// A change that is ready to be written.
    sealed interface PreparedChange {

        record Stored(GraphMemory memory) implements PreparedChange {}

        record Deletion(MemoryKey memory, long version) implements PreparedChange {}
    }

    @Override
    public List<PreparedChange> prepare(List<PendingChange> changes) {
        return changes.stream()
                .<PreparedChange>map(pending -> switch (pending.change()) {
                    case MemoryChange.Written written -> new PreparedChange.Stored(GraphMemory.of(written.memory()));
                    case MemoryDeleted deleted -> new PreparedChange.Deletion(deleted.key(), deleted.version());
                })
                .toList();
    }

    @Override
    public List<ProjectionEvent> write(List<PreparedChange> prepared) {
        List<GraphMemory> memories = new ArrayList<>();
        Map<MemoryKey, Long> deletions = new HashMap<>();
        for (var change : prepared) {
            switch (change) {
                case PreparedChange.Stored(var memory) -> memories.add(memory);
                case PreparedChange.Deletion(var memory, var version) -> deletions.put(memory, version);
            }
        }
        Map<MemoryKey, StoredVersion> stored = new HashMap<>();
        if (!memories.isEmpty()) {
            stored.putAll(graph.store(memories));
        }
        if (!deletions.isEmpty()) {
            stored.putAll(graph.delete(deletions));
        }
        return events(stored);
    }

    @Override
    public List<ProjectionEvent> reportStored(Map<MemoryKey, Long> versions) {
        return events(graph.read(versions.keySet()));
    }

    @Override
    public void purge(Set<MemoryKey> memories) {
        graph.purge(memories);
    }

    @Override
    public void probe() {
        graph.probe();
    }

    private List<ProjectionEvent> events(Map<MemoryKey, StoredVersion> stored) {
        var now = clock.instant();
        List<ProjectionEvent> events = new ArrayList<>();
        stored.forEach((key, state) -> events.add(
                switch (state) {
                    case StoredVersion.Live(var version) -> new ProjectionStored(Projection.GRAPH, key, version, now);
                    case StoredVersion.Deleted(var version) ->
                        new ProjectionDeleted(Projection.GRAPH, key, version, now);
                }));
        return events;
    }
}
