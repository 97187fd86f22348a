package io.memlog.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// What each worker of a load has for itself, such as a connection.
final class Workers<T extends AutoCloseable> implements AutoCloseable {

    private final List<T> all = new ArrayList<>();

    Workers(int workers, Supplier<T> supplier) {
        try {
            for (var i = 0; i < workers; i++) {
                all.add(supplier.get());
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    T of(int worker) {
        return all.get(worker);
    }

    @Override
    public void close() {
        for (var one : all) {
            try {
                one.close();
            } catch (Exception e) {
                // It is not used any more.
            }
        }
    }
}
