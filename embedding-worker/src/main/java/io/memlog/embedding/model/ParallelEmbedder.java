package io.memlog.embedding.model;

import io.memlog.embedding.meters.EmbeddingMeters;
import io.memlog.schemas.memory.Embedding;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Embeds several passages in parallel with a model in this JVM, and measures each text. The number of
/// threads leaves cores for everything else, queries included.
final class ParallelEmbedder implements Embedder, AutoCloseable {

    private static final String PROBE_TEXT = "a";

    private final LocalModel model;
    private final ExecutorService threads;
    private final Timer passages;
    private final Timer queries;
    private volatile boolean failed;

    ParallelEmbedder(LocalModel model, int threads, MeterRegistry meters) {
        this.model = model;
        this.passages = EmbeddingMeters.embedding(meters, "passage");
        this.queries = EmbeddingMeters.embedding(meters, "query");
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
    public List<Embedding> embedPassages(List<String> texts) {
        var vectors = texts.stream()
                .map(text -> threads.submit(() -> passages.record(() -> model.embedPassage(text))))
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
    public Embedding embedQuery(String text) {
        return Objects.requireNonNull(queries.record(() -> model.embedQuery(text)));
    }

    /// The model is in this JVM, so it is tried only after a failure.
    @Override
    public void probe() {
        if (failed) {
            embedPassages(List.of(PROBE_TEXT));
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
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException("a text could not be embedded", e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("interrupted while embedding texts").initCause(e);
        }
    }
}
