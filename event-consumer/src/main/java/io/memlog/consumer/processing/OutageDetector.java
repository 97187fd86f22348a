package io.memlog.consumer.processing;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.PauseCause;
import io.memlog.consumer.ProjectionHandler;
import io.memlog.schemas.retry.Backoff;
import org.jspecify.annotations.Nullable;

/// Probes the dependencies of the projection after a failure, and waits while they are unavailable. The
/// consumer is paused meanwhile.
final class OutageDetector {

    private final ProjectionHandler handler;
    private final TenantHealth tenants;
    private final Backoff backoff;
    private final PauseListener listener;

    OutageDetector(ProjectionHandler handler, TenantHealth tenants, Backoff backoff, PauseListener listener) {
        this.handler = handler;
        this.tenants = tenants;
        this.backoff = backoff;
        this.listener = listener;
    }

    void throwIfUnavailable() throws OutageException {
        var failure = probe();
        if (failure != null) {
            throw new OutageException(failure);
        }
    }

    /// Throws also if the failure has a `Retry-After`, or if the worker itself is the cause.
    void throwIfUnavailable(IndexUnavailableException failure) throws OutageException {
        if (failure.retryAfter() != null || failure.unavailableDependency() == PauseCause.WORKER) {
            throw new OutageException(failure);
        }
        throwIfUnavailable();
    }

    /// Waits until the probe passes. An outage of the store invalidates what is known of the health of
    /// tenants.
    void awaitRecovery(IndexUnavailableException outage, Sleeper sleeper) throws BatchCancelledException {
        @Nullable IndexUnavailableException failure = outage;
        while (failure != null) {
            if (failure.retryAfter() == null && failure.unavailableDependency() != PauseCause.PROVIDER) {
                tenants.clear();
            }
            backOff(failure, sleeper);
            failure = probe();
        }
    }

    void backOff(IndexUnavailableException cause, Sleeper sleeper) throws BatchCancelledException {
        listener.paused(cause.unavailableDependency(), String.valueOf(cause.getMessage()));
        sleeper.sleep(backoff.next(cause.retryAfter()));
    }

    void recovered() {
        backoff.reset();
        listener.resumed();
    }

    private @Nullable IndexUnavailableException probe() {
        try {
            handler.probe();
            return null;
        } catch (IndexUnavailableException e) {
            return e;
        } catch (RuntimeException e) {
            return new IndexUnavailableException("the probe fails: " + e.getMessage(), e);
        } catch (Error e) {
            return new IndexUnavailableException(PauseCause.WORKER, "the probe fails: " + e, e, null);
        }
    }
}
