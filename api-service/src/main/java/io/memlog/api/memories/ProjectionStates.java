package io.memlog.api.memories;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// What the indexes reported about each memory.
public interface ProjectionStates {

    /// The reports by memory and projection; what was never reported is absent.
    Map<MemoryId, Map<Projection, ProjectionState>> of(Collection<MemoryId> memories);

    /// Takes reports over, as far as they are newer than what is known, and returns those that changed
    /// something. Reports about memories that do not exist are passed over.
    List<Reached> record(Collection<ProjectionState> reports);

    /// Makes an index pending again as to these memories, whatever it reported about them.
    void pend(Projection projection, Collection<MemoryId> memories, Instant now);

    /// How many memories of the tenant are not in every index yet.
    int pending(Tenant tenant);

    /// A state that is new, and when the memory's current version was stored.
    record Reached(ProjectionState state, Instant changedAt) {}
}
