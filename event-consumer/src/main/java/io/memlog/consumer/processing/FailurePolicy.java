package io.memlog.consumer.processing;

import static java.util.stream.Collectors.toSet;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.NonRetryableException;
import io.memlog.consumer.PauseCause;
import io.memlog.consumer.processing.TenantCircuitBreakers.Access;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Decides what is done when something fails.
///
/// | what happened | what is done |
/// |---|---|
/// | the probe fails, the dependency asks for a delay, or the provider or the worker itself fails | pause |
/// | a tenant's write fails quickly although the probe passes | split its records, until each one is known |
/// | a tenant's write hangs twice, or all its records fail, and another write succeeded lately | dead letters,
/// transient |
/// | the same, and no write succeeded lately | pause for a bounded time; then as above |
/// | several records are refused, or fail for another reason | split them, until each one is known |
/// | one record is refused for its content | permanent dead letter |
/// | one record fails for another reason | retry it at the end of the batch; then a transient dead letter |
/// | more than [#MAX_REJECTED] memories of several tenants fail, and none is written meanwhile | pause |
///
/// Records of a tenant whose write failed become dead letters without an attempt until a trial of one succeeds.
/// Thread-safe.
final class FailurePolicy {

    static final int MAX_REJECTED = 20;

    private static final Duration MAX_QUICK_FAILURE = Duration.ofSeconds(1);

    private final Supplier<@Nullable IndexUnavailableException> probe;
    private final TenantCircuitBreakers breakers;
    private final ConsumerProperties.Failure properties;
    private final LongSupplier nanoTime;
    private final Set<MemoryKey> rejected = new LinkedHashSet<>();
    private @Nullable Long lastWrite;
    private @Nullable Long unconfirmedSince;

    /// @param probe    asks whether the dependencies work: null if they do
    /// @param nanoTime the monotonic clock
    FailurePolicy(
            Supplier<@Nullable IndexUnavailableException> probe,
            ConsumerProperties.Failure properties,
            LongSupplier nanoTime) {
        this.probe = probe;
        this.breakers = new TenantCircuitBreakers(properties.trialInterval());
        this.properties = properties;
        this.nanoTime = nanoTime;
    }

    enum Action {
        RETRY_NOW,
        SPLIT,
        RETRY_LATER,
        DEAD_LETTER
    }

    /// @throws PauseException when the tasks are not the cause
    <P> Action decide(FailedTasks<P> failed) throws PauseException {
        var cause = failed.cause();
        if (cause instanceof Error && !(cause instanceof StackOverflowError)) {
            throw new PauseException(PauseCause.WORKER, "the worker fails: " + cause, cause);
        }
        if (cause instanceof IndexUnavailableException unavailable && isOfAll(unavailable)) {
            throw new PauseException(unavailable);
        }
        var outage = probe.get();
        if (outage != null) {
            throw new PauseException(outage);
        }
        if (cause instanceof IndexUnavailableException unavailable) {
            return unavailable(failed, unavailable);
        }
        if (failed.tasks().size() > 1) {
            return Action.SPLIT;
        }
        return cause instanceof NonRetryableException ? Action.DEAD_LETTER : Action.RETRY_LATER;
    }

    private static boolean isOfAll(IndexUnavailableException failure) {
        return failure.retryAfter() != null || failure.unavailableDependency() != PauseCause.STORE;
    }

    /// A quick failure may be that of a single record, so the tasks are split. After a slow one the store may just have
    /// recovered from an outage, so they are tried once more. A tenant that fails on is blocked.
    private <P> Action unavailable(FailedTasks<P> failed, IndexUnavailableException cause) throws PauseException {
        var tenants = failed.tasks().stream().map(MemoryTask::tenant).collect(toSet());
        if (tenants.size() > 1) {
            return Action.SPLIT;
        }
        var tenant = tenants.iterator().next();
        var isQuick = failed.took().compareTo(MAX_QUICK_FAILURE) < 0;
        var isKnown = access(tenant) != Access.FREE;
        breakers.failed(tenant, cause, isQuick);
        if (isKnown) {
            return Action.DEAD_LETTER;
        }
        if (access(tenant) == Access.FREE) {
            if (isQuick && failed.tasks().size() > 1) {
                return Action.SPLIT;
            }
            if (!isQuick || failed.tasks().getFirst().attempts() == 1) {
                return Action.RETRY_NOW;
            }
        }
        if (isUnconfirmed()) {
            breakers.forget(tenant);
            throw new PauseException(cause);
        }
        return Action.DEAD_LETTER;
    }

    /// Whether all tenants may be affected, although the probe passes: no recent write says otherwise. Ends after a
    /// while.
    private synchronized boolean isUnconfirmed() {
        var now = nanoTime.getAsLong();
        if (lastWrite != null && now - lastWrite <= properties.recentWrite().toNanos()) {
            return false;
        }
        if (unconfirmedSince == null) {
            unconfirmedSince = now;
        }
        return now - unconfirmedSince < properties.maxUnconfirmedPause().toNanos();
    }

    /// Whether a tenant may be written.
    Access access(Tenant tenant) {
        return breakers.access(tenant);
    }

    /// Why the records of a tenant become dead letters without an attempt.
    IndexUnavailableException blockedBy(Tenant tenant) {
        var last = breakers.lastFailure(tenant);
        return new IndexUnavailableException(
                "not tried, since the last write of this user and project failed: "
                        + (last == null ? "unknown" : last.getMessage()),
                last);
    }

    /// A write of the tenant succeeded.
    synchronized void written(Tenant tenant) {
        breakers.forget(tenant);
        rejected.clear();
        lastWrite = nanoTime.getAsLong();
        unconfirmedSince = null;
    }

    /// Checks that dead letters are caused by their records.
    ///
    /// @throws PauseException when so many are about to be published that a systematic fault is more likely
    synchronized void check(List<? extends FailedTasks<?>> givenUp) throws PauseException {
        Throwable last = null;
        for (var failed : givenUp) {
            if (!(failed.cause() instanceof IndexUnavailableException)) {
                failed.tasks().forEach(task -> rejected.add(task.memory()));
                last = failed.cause();
            }
        }
        if (last != null && rejected.size() > MAX_REJECTED && isOfSeveralTenants(rejected)) {
            throw new PauseException(
                    PauseCause.WORKER,
                    "more than %d memories of several tenants failed and none was written; the last one: %s"
                            .formatted(MAX_REJECTED, last.getMessage()),
                    last);
        }
        forgetOldestRejections();
    }

    private static boolean isOfSeveralTenants(Collection<MemoryKey> memories) {
        return memories.stream().map(MemoryKey::tenant).distinct().limit(2).count() == 2;
    }

    /// Bounds the memory while a single tenant fails.
    private void forgetOldestRejections() {
        var oldest = rejected.iterator();
        for (int surplus = rejected.size() - MAX_REJECTED; surplus > 0; surplus--) {
            oldest.next();
            oldest.remove();
        }
    }
}
