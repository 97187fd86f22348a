package io.memlog.embedding.openai;

/// How many texts a request brings: fewer after it was too much for the provider, and bit by bit more again
/// while all goes well.
final class AdaptiveBatchSize {

    private final int most;
    private int current;
    private int consecutiveRateLimits;

    AdaptiveBatchSize(int most) {
        this.most = most;
        this.current = most;
    }

    synchronized int current() {
        return current;
    }

    synchronized void answered() {
        consecutiveRateLimits = 0;
        current = Math.min(most, current + 1);
    }

    /// The provider asks for a pause. Does it again right after the pause, a smaller request may pass.
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
