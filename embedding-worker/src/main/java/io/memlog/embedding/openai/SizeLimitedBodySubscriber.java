package io.memlog.embedding.openai;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/// Reads a UTF-8 body up to a maximum size, and cancels the rest.
final class SizeLimitedBodySubscriber implements BodySubscriber<SizeLimitedBodySubscriber.Text> {

    private final int maxBytes;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final CompletableFuture<Text> result = new CompletableFuture<>();
    private @Nullable Subscription subscription;

    SizeLimitedBodySubscriber(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public void onSubscribe(Subscription newSubscription) {
        subscription = newSubscription;
        newSubscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (var buffer : buffers) {
            var length = Math.min(buffer.remaining(), maxBytes - received.size());
            var bytes = new byte[length];
            buffer.get(bytes);
            received.writeBytes(bytes);
            if (buffer.hasRemaining()) {
                complete(false);
                return;
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        result.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        complete(true);
    }

    @Override
    public CompletionStage<Text> getBody() {
        return result;
    }

    private void complete(boolean complete) {
        if (result.complete(new Text(received.toString(StandardCharsets.UTF_8), complete))
                && !complete
                && subscription != null) {
            subscription.cancel();
        }
    }

    /// @param complete whether the body ended within the maximum size
    record Text(String content, boolean complete) {}
}
