package io.memlog.consumer.processing;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.PauseCause;
import io.memlog.consumer.ProjectionHandler;
import org.jspecify.annotations.Nullable;

/// Tells whether the index, or something it needs, is away, and waits while it is. Meanwhile the consumer counts as
/// paused.
final class OutageDetector {

    private final ProjectionHandler index;
    private final TenantHealth tenants;
    private final Backoff backoff;
    private final PauseListener listener;

    OutageDetector(ProjectionHandler index, TenantHealth tenants, Backoff backoff, PauseListener listener) {
        this.index = index;
        this.tenants = tenants;
        this.backoff = backoff;
        this.listener = listener;
    }

    /// Passes when the index is well.
    void ruleOut() throws OutageException {
        var failure = probe();
        if (failure != null) {
            throw new OutageException(failure);
        }
    }

    /// Passes when the index is well, and did not ask to be left alone.
    void ruleOut(IndexUnavailableException failure) throws OutageException {
        if (failure.retryAfter() != null) {
            throw new OutageException(failure);
        }
        ruleOut();
    }

    /// Waits until the probe passes. What writes proved before a store was away, they prove no longer.
    void waitOut(IndexUnavailableException outage, Sleeper waiting) throws BatchCancelledException {
        @Nullable IndexUnavailableException failure = outage;
        while (failure != null) {
            if (failure.retryAfter() == null && failure.unavailableDependency() != PauseCause.PROVIDER) {
                tenants.forget();
            }
            rest(failure, waiting);
            failure = probe();
        }
    }

    /// Waits for a while, longer every time.
    void rest(IndexUnavailableException cause, Sleeper waiting) throws BatchCancelledException {
        listener.paused(cause.unavailableDependency(), String.valueOf(cause.getMessage()));
        waiting.pause(backoff.next(cause.retryAfter()));
    }

    void over() {
        backoff.reset();
        listener.resumed();
    }

    private @Nullable IndexUnavailableException probe() {
        try {
            index.probe();
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
