package io.memlog.embedding.provider;

import io.memlog.embedding.provider.FakeProvider.Manner;
import io.memlog.embedding.provider.FakeProvider.Reply;
import io.memlog.embedding.provider.FakeProvider.Request;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/// A bucket of requests that fills up at a steady rate; whoever finds it empty is told with 429 in how many
/// whole seconds to come again.
public final class RateLimit implements Manner {

    private final Manner manner;
    private final double perSecond;
    private final double most;
    private final AtomicInteger refusals = new AtomicInteger();
    private double tokens;
    private long filled = System.nanoTime();

    /// @param most how many requests at once find the bucket full
    public RateLimit(Manner manner, double perSecond, double most) {
        this.manner = manner;
        this.perSecond = perSecond;
        this.most = most;
        this.tokens = most;
    }

    /// How often it said 429.
    public int refusals() {
        return refusals.get();
    }

    @Override
    public Reply reply(Request request) throws IOException, InterruptedException {
        if (takes()) {
            return manner.reply(request);
        }
        refusals.incrementAndGet();
        return Reply.retryAfter(429, Long.toString((long) Math.ceil(1 / perSecond)));
    }

    private synchronized boolean takes() {
        var now = System.nanoTime();
        tokens = Math.min(most, tokens + perSecond * (now - filled) / 1e9);
        filled = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
