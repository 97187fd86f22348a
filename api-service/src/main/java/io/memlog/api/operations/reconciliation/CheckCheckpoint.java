package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.memory.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the check of one index stands.
///
/// @param memories  how many were compared
/// @param nanos     how long that took, without the waiting
/// @param suspects  how many wait for a second look, at most
/// @param last      the tenant of the log that was begun last
/// @param current   the tenant in hand
/// @param above     up to here the tenant in hand is compared
/// @param clean     whether nothing was different about the tenant in hand so far
/// @param digest    what the log held of the tenant in hand when it was begun; null when nobody asks
/// @param strangers tenants to come that the log does not know
/// @param after     where the list of the index's tenants goes on
/// @param phase     what is going on
/// @param confirming since when suspects are looked at again; null while none are
/// @param ends      where the consumer's queue ended then
record CheckCheckpoint(
        Instant startedAt,
        long memories,
        long nanos,
        long suspects,
        @Nullable Tenant last,
        @Nullable Tenant current,
        long above,
        boolean clean,
        @Nullable TenantDigest digest,
        List<Tenant> strangers,
        @Nullable String after,
        Phase phase,
        @Nullable Instant confirming,
        @Nullable Map<String, Long> ends) {

    /// Where the tenants come from.
    public enum Phase {
        OF_THE_LOG,
        OF_THE_INDEX,
        NO_MORE
    }

    public CheckCheckpoint {
        strangers = List.copyOf(strangers);
    }

    static CheckCheckpoint start(Instant now) {
        return new CheckCheckpoint(
                now, 0, 0, 0, null, null, 0, true, null, List.of(), null, Phase.OF_THE_LOG, null, null);
    }

    CheckCheckpoint at(Tenant tenant, @Nullable TenantDigest itsDigest) {
        return new CheckCheckpoint(
                startedAt, memories, nanos, suspects, last, tenant, 0, true, itsDigest, strangers, after, phase, null,
                null);
    }

    CheckCheckpoint behind(Tenant tenant) {
        return new CheckCheckpoint(
                startedAt, memories, nanos, suspects, tenant, current, above, clean, digest, strangers, after, phase,
                null, null);
    }

    CheckCheckpoint in(Phase next) {
        return new CheckCheckpoint(
                startedAt, memories, nanos, suspects, last, null, 0, true, null, strangers, after, next, null, null);
    }

    CheckCheckpoint with(List<Tenant> unknown, @Nullable String next) {
        return new CheckCheckpoint(
                startedAt, memories, nanos, suspects, last, null, 0, true, null, unknown, next, phase, null, null);
    }

    /// A page further.
    ///
    /// @param upTo null when the tenant is done
    CheckCheckpoint compared(long more, long took, long suspected, boolean stillClean, @Nullable Long upTo) {
        return new CheckCheckpoint(
                startedAt,
                memories + more,
                nanos + took,
                suspects + suspected,
                last,
                upTo == null ? null : current,
                upTo == null ? 0 : upTo,
                stillClean,
                upTo == null ? null : digest,
                strangers,
                after,
                phase,
                null,
                null);
    }

    CheckCheckpoint confirming(Instant now) {
        return confirming(now, null, 0);
    }

    CheckCheckpoint confirming(Instant since, @Nullable Map<String, Long> queueEnds, long took) {
        return new CheckCheckpoint(
                startedAt,
                memories,
                nanos + took,
                suspects,
                last,
                current,
                above,
                clean,
                digest,
                strangers,
                after,
                phase,
                since,
                queueEnds);
    }

    CheckCheckpoint confirmed() {
        return new CheckCheckpoint(
                startedAt, memories, nanos, 0, last, current, above, clean, digest, strangers, after, phase, null,
                null);
    }
}
