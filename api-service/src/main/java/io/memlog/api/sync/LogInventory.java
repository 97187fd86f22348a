package io.memlog.api.sync;

import io.memlog.api.replay.LogEntry;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the log holds, as a check asks for it: the latest event of each stream counts.
public interface LogInventory {

    /// The first tenant behind this one.
    ///
    /// @param behind null for the first of all
    Optional<Tenant> nextTenant(Scope scope, @Nullable Tenant behind);

    /// Those of the tenants that the log does not know.
    List<Tenant> strangers(Collection<Tenant> tenants);

    LogPage page(Projection projection, Tenant tenant, long above, int most);

    /// What the log says of these memories, as far as they are the tenant's.
    Map<MemoryId, LogState> of(Projection projection, Tenant tenant, Collection<MemoryId> memories);

    /// The latest events of the first of these memories, as many as fit into so many bytes and at least
    /// one. Memories that the log does not know are passed over.
    List<LogEntry> latest(Collection<MemoryId> memories, int bytes);

    Extent extent(Scope scope);

    Digest digest(Tenant tenant);

    /// How much there is.
    record Extent(long tenants, long memories) {}
}
