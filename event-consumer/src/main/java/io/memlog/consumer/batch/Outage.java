package io.memlog.consumer.batch;

import io.memlog.consumer.Index;
import io.memlog.consumer.IndexUnavailableException;
import org.jspecify.annotations.Nullable;

/// Waits while the index, or something it needs, is away. The consumer counts as paused until a write
/// succeeds.
final class Outage {

    private final Index index;
    private final Backoff backoff;
    private final PauseListener listener;

    Outage(Index index, Backoff backoff, PauseListener listener) {
        this.index = index;
        this.backoff = backoff;
        this.listener = listener;
    }

    /// Waits until the probe passes.
    ///
    /// @return whether the probe passed the first time, which makes it doubtful that there was an outage
    boolean waitOut(IndexUnavailableException cause, Waiting waiting) throws WoundUpException {
        var waitedFor = cause;
        for (int probes = 1; ; probes++) {
            listener.paused(waitedFor.away(), describe(waitedFor));
            waiting.pause(backoff.next(waitedFor.retryAfter()));
            var failure = probe();
            if (failure == null) {
                return probes == 1;
            }
            waitedFor = failure;
        }
    }

    /// What the probe says against the index; null when all is well.
    @Nullable
    IndexUnavailableException probe() {
        try {
            index.probe();
            return null;
        } catch (IndexUnavailableException e) {
            return e;
        } catch (RuntimeException e) {
            return new IndexUnavailableException("the probe fails: " + e.getMessage(), e);
        }
    }

    void over() {
        backoff.reset();
        listener.resumed();
    }

    private static String describe(IndexUnavailableException cause) {
        return String.valueOf(cause.getMessage());
    }
}
