package io.memlog.embedding.openai;

/// The number of texts per request: halved when a request is too much for the provider, and increased by one
/// after each success.
final class AdaptiveBatchSize {

    private final int max;
    private int current;
    private int consecutiveRateLimits;

    AdaptiveBatchSize(int max) {
        this.max = max;
        this.current = max;
    }

    synchronized int current() {
        return current;
    }

    synchronized void succeeded() {
        consecutiveRateLimits = 0;
        current = Math.min(max, current + 1);
    }

    /// The rate limit applies. If it applies again right after the pause, a smaller request may pass.
    synchronized void rateLimited() {
        consecutiveRateLimits++;
        if (consecutiveRateLimits > 1) {
            halve();
        }
    }

    synchronized void halve() {
        current = Math.max(1, current / 2);
    }
}
