package io.memlog.embedding.chroma;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Cuts long lists into calls of a size that Chroma takes well.
final class Batches {

    private static final int SIZE = 200;

    private Batches() {}

    static <T> List<List<T>> of(Collection<T> all) {
        return of(all, SIZE);
    }

    static <T> List<List<T>> of(Collection<T> all, int size) {
        var list = List.copyOf(all);
        List<List<T>> batches = new ArrayList<>();
        for (var start = 0; start < list.size(); start += size) {
            batches.add(list.subList(start, Math.min(start + size, list.size())));
        }
        return batches;
    }
}
