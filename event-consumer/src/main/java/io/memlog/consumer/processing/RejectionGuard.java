package io.memlog.consumer.processing;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.PauseCause;
import io.memlog.schemas.memory.MemoryKey;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/// Tells a systematic fault, such as a broken release, from single bad records: when more than
/// [#MAX_REJECTED] memories of at least two tenants fail and none is applied meanwhile, the consumer pauses
/// instead of turning the log into dead letters.
final class RejectionGuard {

    static final int MAX_REJECTED = 20;

    private final Set<MemoryKey> rejected = new LinkedHashSet<>();

    /// A memory was applied.
    void applied() {
        rejected.clear();
    }

    /// @throws OutageException when too many memories failed since one was applied
    void check(Collection<MemoryKey> failing, Throwable last) throws OutageException {
        rejected.addAll(failing);
        if (rejected.size() > MAX_REJECTED && isOfSeveralTenants()) {
            throw new OutageException(new IndexUnavailableException(
                    PauseCause.WORKER,
                    "more than %d memories of several tenants failed and none was applied; the last one: %s"
                            .formatted(MAX_REJECTED, last.getMessage()),
                    last,
                    null));
        }
        forgetOldest();
    }

    private boolean isOfSeveralTenants() {
        return rejected.stream().map(MemoryKey::tenant).distinct().limit(2).count() == 2;
    }

    /// Bounds the memory while a single tenant fails.
    private void forgetOldest() {
        var oldest = rejected.iterator();
        for (int surplus = rejected.size() - MAX_REJECTED; surplus > 0; surplus--) {
            oldest.next();
            oldest.remove();
        }
    }
}
