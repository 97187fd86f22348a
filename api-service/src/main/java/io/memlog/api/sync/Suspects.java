package io.memlog.api.sync;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/// What has to be looked at a second time before it becomes a finding. Each run of a check has its own.
public interface Suspects {

    void add(UUID run, Projection projection, Collection<Suspect> suspects);

    /// The next ones, all of one tenant, by id; those that a look could not decide come last.
    List<Suspect> next(UUID run, Projection projection, int most);

    void drop(UUID run, Projection projection, Tenant tenant, Collection<MemoryId> memories);

    /// Puts those that could not be decided behind all others.
    void postpone(UUID run, Projection projection, Tenant tenant, Collection<MemoryId> memories);

    /// Drops what a run has left behind, and what others left behind a day ago.
    void clear(UUID run, Projection projection);
}
