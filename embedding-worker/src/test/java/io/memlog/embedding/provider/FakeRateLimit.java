package io.memlog.embedding.provider;

import io.memlog.embedding.provider.FakeProvider.Reply;
import io.memlog.embedding.provider.FakeProvider.Request;
import io.memlog.embedding.provider.FakeProvider.Responder;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/// A token bucket that is filled at a steady rate; without a token, a request gets 429 with the seconds to
/// wait.
public final class FakeRateLimit implements Responder {

    private final Responder responder;
    private final double perSecond;
    private final double capacity;
    private final int retryAfter;
    private final AtomicInteger rejections = new AtomicInteger();
    private long first;
    private long last;
    private int passed;
    private double tokens;
    private long filled = System.nanoTime();

    /// @param capacity   of the bucket
    /// @param retryAfter the seconds to wait
    public FakeRateLimit(Responder responder, double perSecond, double capacity, int retryAfter) {
        this.responder = responder;
        this.perSecond = perSecond;
        this.capacity = capacity;
        this.retryAfter = retryAfter;
        this.tokens = capacity;
    }

    /// How often it answered 429.
    public int rejections() {
        return rejections.get();
    }

    /// The seconds from the first request to the last that passed.
    public synchronized double seconds() {
        return (last - first) / 1e9;
    }

    /// The passed requests as a share of the allowed ones in that time.
    public synchronized double used() {
        return passed / (capacity + perSecond * seconds());
    }

    @Override
    public Reply reply(Request request) throws IOException, InterruptedException {
        if (tryAcquire()) {
            return responder.reply(request);
        }
        rejections.incrementAndGet();
        return Reply.retryAfter(429, Integer.toString(retryAfter));
    }

    private synchronized boolean tryAcquire() {
        var now = System.nanoTime();
        tokens = Math.min(capacity, tokens + perSecond * (now - filled) / 1e9);
        filled = now;
        first = first == 0 ? now : first;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        passed++;
        last = now;
        return true;
    }
}
