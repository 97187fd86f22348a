package io.memlog.embedding.model;

import io.memlog.schemas.memory.Embedding;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Embeds with a model in this JVM, several passages at a time; the number of threads leaves cores to
/// everything else, queries among it.
final class ParallelEmbedder implements Embedder, AutoCloseable {

    private static final String PROBE_TEXT = "a";

    private final LocalModel model;
    private final ExecutorService threads;
    private volatile boolean failed;

    ParallelEmbedder(LocalModel model, int threads) {
        this.model = model;
        this.threads = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("embedding-", 1).daemon().factory());
    }

    @Override
    public String model() {
        return model.name();
    }

    @Override
    public int dimensions() {
        return model.dimensions();
    }

    @Override
    public List<Embedding> passages(List<String> texts) {
        var vectors = texts.stream()
                .map(text -> threads.submit(() -> model.passage(text)))
                .toList();
        try {
            var embedded = vectors.stream().map(ParallelEmbedder::result).toList();
            failed = false;
            return embedded;
        } catch (RuntimeException | Error e) {
            failed = true;
            throw e;
        } finally {
            vectors.forEach(vector -> vector.cancel(false));
        }
    }

    @Override
    public Embedding query(String text) {
        return model.query(text);
    }

    /// The model is in this JVM, and is tried only after it has failed.
    @Override
    public void probe() {
        if (failed) {
            passages(List.of(PROBE_TEXT));
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
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error unwell -> throw unwell;
                case null, default -> throw new IllegalStateException("a text could not be embedded", e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException)
                    new CancellationException("interrupted while texts are embedded").initCause(e);
        }
    }
}
