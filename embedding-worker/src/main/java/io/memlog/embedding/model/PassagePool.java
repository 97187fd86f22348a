package io.memlog.embedding.model;

import io.memlog.schemas.memory.Embedding;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Embeds many passages, several at a time; the number of threads leaves cores to everything else.
public final class PassagePool implements AutoCloseable {

    private final Embedder embedder;
    private final ExecutorService threads;

    PassagePool(Embedder embedder, int threads) {
        this.embedder = embedder;
        this.threads = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("embedding-", 1).daemon().factory());
    }

    /// The name of the model that makes the vectors.
    public String model() {
        return embedder.model();
    }

    /// The vectors of these texts, in their order.
    ///
    /// @throws IllegalArgumentException when the model gives no usable vector for one of them
    public List<Embedding> embed(List<String> texts) {
        var vectors = texts.stream()
                .map(text -> threads.submit(() -> embedder.passage(text)))
                .toList();
        try {
            return vectors.stream().map(PassagePool::result).toList();
        } finally {
            vectors.forEach(vector -> vector.cancel(false));
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }

    private static Embedding result(Future<Embedding> vector) {
        try {
            return vector.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("a text could not be embedded", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException)
                    new CancellationException("interrupted while texts are embedded").initCause(e);
        }
    }
}
