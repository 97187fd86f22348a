package io.memlog.embedding.chroma;

import io.memlog.consumer.IndexUnavailableException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads a long list page by page. Each page starts with the last entry of the previous one; if it does not,
/// entries were removed meanwhile and others may have been skipped, so reading starts over.
///
/// @param size     page size, at least 2
/// @param identity distinguishes entries
record StablePager<T>(int size, Source<T> source, Function<T, String> identity) {

    private static final int MAX_ATTEMPTS = 10;

    @FunctionalInterface
    interface Source<T> {

        List<T> page(int limit, int offset);
    }

    /// Collects every entry into an accumulator, a new one for each attempt, and returns the first complete
    /// one.
    <R> R collectInto(Supplier<R> newAccumulator, BiConsumer<R, T> add) {
        for (var attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var accumulator = newAccumulator.get();
            if (readAll(entry -> add.accept(accumulator, entry))) {
                return accumulator;
            }
        }
        throw new IndexUnavailableException("the contents of Chroma change faster than they can be listed", null);
    }

    private boolean readAll(Consumer<T> accumulator) {
        @Nullable String last = null;
        for (var offset = 0; ; offset += size - 1) {
            var page = source.page(size, offset);
            if (last != null
                    && (page.isEmpty() || !identity.apply(page.getFirst()).equals(last))) {
                return false;
            }
            page.stream().skip(last == null ? 0 : 1).forEach(accumulator);
            if (page.size() < size) {
                return true;
            }
            last = identity.apply(page.getLast());
        }
    }
}
