package io.memlog.api.operations.reconciliation;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.memlog.api.operations.reconciliation.LogInventoryRepository.TenantDigest;
import io.memlog.schemas.memory.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The progress of the check of one index, stored as JSON between two steps.
///
/// @param memories       compared so far
/// @param nanos          spent on comparing, without pauses
/// @param suspects       the maximum number of unconfirmed discrepancies
/// @param last           the last tenant of the log that was started
/// @param current        the tenant that is being compared
/// @param above          the highest compared memory of that tenant
/// @param clean          whether index and log agree about that tenant so far
/// @param digest         of that tenant when it was started; null unless the agreement is recorded
/// @param unknownTenants the next tenants, which only the index knows
/// @param after          the page key of the index's tenants
/// @param confirming     when the confirmation started; null while there is none
/// @param ends           the end offsets of the consumer's topics at that time
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
        @JsonProperty("strangers") List<Tenant> unknownTenants,
        @Nullable String after,
        Phase phase,
        @Nullable Instant confirming,
        @Nullable Map<String, Long> ends) {

    /// The source of the next tenant.
    enum Phase {
        @JsonProperty("OF_THE_LOG")
        LOG_TENANTS,
        @JsonProperty("OF_THE_INDEX")
        INDEX_TENANTS,
        @JsonProperty("NO_MORE")
        DONE
    }

    CheckCheckpoint {
        unknownTenants = List.copyOf(unknownTenants);
    }

    static CheckCheckpoint start(Instant now) {
        return new CheckCheckpoint(
                now, 0, 0, 0, null, null, 0, true, null, List.of(), null, Phase.LOG_TENANTS, null, null);
    }

    CheckCheckpoint startTenant(Tenant tenant, @Nullable TenantDigest tenantDigest) {
        return withTenant(tenant, 0, true, tenantDigest);
    }

    CheckCheckpoint afterTenant(Tenant tenant) {
        return withSource(tenant, unknownTenants, after, phase);
    }

    CheckCheckpoint inPhase(Phase next) {
        return withSource(last, unknownTenants, after, next).withTenant(null, 0, true, null);
    }

    CheckCheckpoint withUnknownTenants(List<Tenant> unknown, @Nullable String next) {
        return withSource(last, unknown, next, phase).withTenant(null, 0, true, null);
    }

    /// @param upTo the highest compared memory; null when the tenant is finished
    CheckCheckpoint compared(long more, long took, long suspected, boolean stillClean, @Nullable Long upTo) {
        var progressed = withProgress(memories + more, nanos + took, suspects + suspected, null, null);
        return upTo == null
                ? progressed.withTenant(null, 0, stillClean, null)
                : progressed.withTenant(current, upTo, stillClean, digest);
    }

    CheckCheckpoint confirming(Instant since) {
        return withProgress(memories, nanos, suspects, since, null);
    }

    CheckCheckpoint confirming(Instant since, @Nullable Map<String, Long> endOffsets, long took) {
        return withProgress(memories, nanos + took, suspects, since, endOffsets);
    }

    CheckCheckpoint confirmed() {
        return withProgress(memories, nanos, 0, null, null);
    }

    private CheckCheckpoint withTenant(
            @Nullable Tenant tenant, long comparedUpTo, boolean isClean, @Nullable TenantDigest tenantDigest) {
        return new CheckCheckpoint(
                startedAt,
                memories,
                nanos,
                suspects,
                last,
                tenant,
                comparedUpTo,
                isClean,
                tenantDigest,
                unknownTenants,
                after,
                phase,
                confirming,
                ends);
    }

    private CheckCheckpoint withSource(
            @Nullable Tenant lastTenant, List<Tenant> unknown, @Nullable String pageKey, Phase source) {
        return new CheckCheckpoint(
                startedAt,
                memories,
                nanos,
                suspects,
                lastTenant,
                current,
                above,
                clean,
                digest,
                unknown,
                pageKey,
                source,
                confirming,
                ends);
    }

    private CheckCheckpoint withProgress(
            long compared, long took, long suspected, @Nullable Instant since, @Nullable Map<String, Long> endOffsets) {
        return new CheckCheckpoint(
                startedAt,
                compared,
                took,
                suspected,
                last,
                current,
                above,
                clean,
                digest,
                unknownTenants,
                after,
                phase,
                since,
                endOffsets);
    }
}
