package io.memlog.embedding.chroma;

import io.memlog.consumer.IndexUnavailableException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads a long list of Chroma's, page after page. Each page begins with the last entry of the one before;
/// if it does not, something was removed meanwhile and entries may have been skipped, so that reading
/// begins again.
///
/// @param size     how many entries a page has, from 2
/// @param identity tells entries apart
record StablePager<T>(int size, Source<T> source, Function<T, String> identity) {

    private static final int MAX_ATTEMPTS = 10;

    @FunctionalInterface
    interface Source<T> {

        List<T> page(int limit, int offset);
    }

    /// Gives every entry to what is made afresh for each attempt, and returns the one that saw them all.
    <R> R collectInto(Supplier<R> newAccumulator, BiConsumer<R, T> add) {
        for (var attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var reader = newAccumulator.get();
            if (reads(entry -> add.accept(reader, entry))) {
                return reader;
            }
        }
        throw new IndexUnavailableException("what Chroma holds changes faster than it can be listed", null);
    }

    private boolean reads(Consumer<T> reader) {
        @Nullable String last = null;
        for (var offset = 0; ; offset += size - 1) {
            var page = source.page(size, offset);
            if (last != null
                    && (page.isEmpty() || !identity.apply(page.getFirst()).equals(last))) {
                return false;
            }
            page.stream().skip(last == null ? 0 : 1).forEach(reader);
            if (page.size() < size) {
                return true;
            }
            last = identity.apply(page.getLast());
        }
    }
}
