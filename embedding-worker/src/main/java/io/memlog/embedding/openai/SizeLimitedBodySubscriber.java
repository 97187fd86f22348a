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

/// Takes the beginning of a body in UTF-8, and breaks off where it is longer.
final class SizeLimitedBodySubscriber implements BodySubscriber<SizeLimitedBodySubscriber.Text> {

    private final int most;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final CompletableFuture<Text> result = new CompletableFuture<>();
    private @Nullable Subscription subscription;

    SizeLimitedBodySubscriber(int most) {
        this.most = most;
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (var buffer : buffers) {
            var taken = Math.min(buffer.remaining(), most - received.size());
            var bytes = new byte[taken];
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

    private void complete(boolean whole) {
        if (result.complete(new Text(received.toString(StandardCharsets.UTF_8), whole))
                && !whole
                && subscription != null) {
            subscription.cancel();
        }
    }

    /// @param whole whether that is all there was
    record Text(String content, boolean whole) {}
}
