package io.memlog.api.memory.read;

import io.memlog.api.memory.read.MemoryReadRepository.MemoryFilter;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tenant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The newest memory logs of a tenant.
@Component
public final class RecentMemories {

    private final MemoryReadRepository repository;

    RecentMemories(MemoryReadRepository repository) {
        this.repository = repository;
    }

    /// The newest ones, newest first; fewer than the limit when they are large.
    ///
    /// @param before only ids below this one, where given
    public Recent find(
            Tenant tenant,
            @Nullable String agent,
            List<String> tags,
            @Nullable String conversationId,
            @Nullable Long before,
            int limit) {
        var filter = new MemoryFilter(tenant, agent, tags, conversationId, null, null, null);
        var page = repository.list(filter, before, limit);
        return new Recent(page.memories(), page.more());
    }

    /// @param more whether older ones match
    public record Recent(List<MemoryLog> memories, boolean more) {}
}
