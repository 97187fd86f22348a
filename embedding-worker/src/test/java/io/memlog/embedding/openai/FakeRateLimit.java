package io.memlog.embedding.openai;

import io.memlog.embedding.openai.FakeProvider.Manner;
import io.memlog.embedding.openai.FakeProvider.Reply;
import io.memlog.embedding.openai.FakeProvider.Request;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/// A bucket of requests that fills up at a steady rate; whoever finds it empty is told with 429 in how many
/// whole seconds to come again.
public final class FakeRateLimit implements Manner {

    private final Manner manner;
    private final double perSecond;
    private final double most;
    private final int retryAfter;
    private final AtomicInteger refusals = new AtomicInteger();
    private long first;
    private long last;
    private int passed;
    private double tokens;
    private long filled = System.nanoTime();

    /// @param most       how many requests at once find the bucket full
    /// @param retryAfter how many seconds it asks to wait
    public FakeRateLimit(Manner manner, double perSecond, double most, int retryAfter) {
        this.manner = manner;
        this.perSecond = perSecond;
        this.most = most;
        this.retryAfter = retryAfter;
        this.tokens = most;
    }

    /// How often it said 429.
    public int refusals() {
        return refusals.get();
    }

    /// The seconds from the first request to the last that passed.
    public synchronized double seconds() {
        return (last - first) / 1e9;
    }

    /// The share of the requests that it would have let through in that time which were made.
    public synchronized double used() {
        return passed / (most + perSecond * seconds());
    }

    @Override
    public Reply reply(Request request) throws IOException, InterruptedException {
        if (takes()) {
            return manner.reply(request);
        }
        refusals.incrementAndGet();
        return Reply.retryAfter(429, Integer.toString(retryAfter));
    }

    private synchronized boolean takes() {
        var now = System.nanoTime();
        tokens = Math.min(most, tokens + perSecond * (now - filled) / 1e9);
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
