package io.memlog.api.memories;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tenant;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The current state of every memory log.
public interface MemoryLogs {

    /// A number that no memory log has had.
    MemoryId nextId();

    /// Adds version 1, within the caller's transaction.
    void add(MemoryLog memory);

    Lookup find(MemoryId id);

    /// Like [#find], and lets nobody else change the memory log until the caller's transaction ends.
    Lookup lock(MemoryId id);

    /// Puts a newer version in place of the one that is kept, within the caller's transaction.
    void replace(MemoryLog memory);

    /// Marks as deleted, within the caller's transaction. Its last state stays for the record.
    void delete(MemoryId memory, long version, Instant at);

    /// What matches and was not deleted, newest id first.
    ///
    /// @param before only ids below this one, where given
    List<MemoryLog> list(MemoryFilter filter, @Nullable MemoryId before, int limit);

    /// Those of the given memories that belong to the tenant and were not deleted.
    Map<MemoryId, MemoryLog> current(Tenant tenant, Collection<MemoryId> ids);

    /// What is known of an id.
    sealed interface Lookup {

        /// The newest version, which of a deleted memory is that of its deletion; 0 of an unknown one.
        long version();

        record Found(MemoryLog memory) implements Lookup {

            @Override
            public long version() {
                return memory.version();
            }
        }

        /// @param version the version that the deletion made
        record Deleted(Tenant tenant, long version, Instant at) implements Lookup {}

        record Unknown() implements Lookup {

            @Override
            public long version() {
                return 0;
            }
        }
    }
}
