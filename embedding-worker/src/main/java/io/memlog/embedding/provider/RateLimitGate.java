package io.memlog.embedding.provider;

import io.memlog.consumer.Deadline;
import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.PauseCause;
import io.memlog.schemas.retry.StopSignal;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Holds back requests for as long as the provider asks for, for all threads.
final class RateLimitGate {

    private static final Duration MIN_PAUSE = Duration.ofMillis(100);
    private static final Duration MAX_PAUSE = Duration.ofHours(1);

    private final Timer waits;
    private final StopSignal stop = new StopSignal();
    private volatile Deadline opens = Deadline.after(Duration.ZERO);

    RateLimitGate(Timer waits) {
        this.waits = waits;
    }

    /// @return null if the provider limits the rate; the gate is closed now
    @Nullable
    EmbeddingResponse trySend(Supplier<EmbeddingResponse> request) {
        try {
            return request.get();
        } catch (IndexUnavailableException e) {
            var pause = e.retryAfter();
            if (pause == null) {
                throw e;
            }
            close(pause);
            return null;
        }
    }

    /// @throws IndexUnavailableException at once when the gate stays closed for longer than the maximum
    void await(Duration maxWait) {
        var deadline = Deadline.after(maxWait);
        for (var pause = remaining(); pause.isPositive(); pause = remaining()) {
            if (pause.compareTo(deadline.remaining()) > 0) {
                throw rateLimited(pause);
            }
            sleep(pause);
        }
    }

    synchronized void close(Duration pause) {
        var limited = pause.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause.compareTo(MIN_PAUSE) < 0 ? MIN_PAUSE : pause;
        if (remaining().compareTo(limited) < 0) {
            opens = Deadline.after(limited);
        }
    }

    /// How long the gate stays closed.
    Duration remaining() {
        return opens.remaining();
    }

    /// Ends all waits, because the application stops.
    void stop() {
        stop.request();
    }

    static IndexUnavailableException rateLimited(Duration pause) {
        return new IndexUnavailableException(
                PauseCause.PROVIDER, "the embedding provider limits the rate of requests", null, pause);
    }

    private void sleep(Duration pause) {
        var started = Timer.start();
        try {
            if (stop.pause(pause)) {
                throw new IndexUnavailableException(PauseCause.PROVIDER, "the worker stops", null, pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("interrupted while waiting").initCause(e);
        } finally {
            started.stop(waits);
        }
    }
}
