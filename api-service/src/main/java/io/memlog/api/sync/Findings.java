package io.memlog.api.sync;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What was found, one row for each memory and index.
public interface Findings {

    /// Takes over what is wrong about these memories of a tenant; what was closed is open again.
    void found(Projection projection, Tenant tenant, Map<MemoryId, Disagreement> what, Instant now);

    /// Closes open findings about these memories, which agree by themselves.
    void gone(Projection projection, Tenant tenant, Collection<MemoryId> memories, Instant now);

    /// Closes open findings about all memories of a range, but for these.
    ///
    /// @param upTo null for no end
    void goneBetween(
            Projection projection,
            Tenant tenant,
            long above,
            @Nullable Long upTo,
            Collection<MemoryId> but,
            Instant now);

    /// Notes what a repair has done about open findings.
    void treated(
            Projection projection, Tenant tenant, Collection<MemoryId> memories, Remedy remedy, UUID job, Instant now);

    /// Closes open findings about these memories, which a repair has brought back.
    void repaired(Projection projection, Tenant tenant, Collection<MemoryId> memories, UUID job, Instant now);

    /// The next open findings.
    ///
    /// @param after only numbers above this one
    List<Finding> open(Projection projection, Scope scope, long after, int most);

    long countOpen(Projection projection, Scope scope);

    /// What matches, the newest number first.
    ///
    /// @param before only numbers below this one, where given
    List<Finding> list(FindingFilter filter, @Nullable Long before, int limit);

    List<FindingCount> count();
}
