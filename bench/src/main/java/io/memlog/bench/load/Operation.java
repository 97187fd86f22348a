package io.memlog.bench.load;

/// What a load repeats. A worker calls it from one thread at a time.
@FunctionalInterface
public interface Operation {

    /// @param worker which of the workers calls, from 0
    /// @param index  which repetition this is, from 0; each is called once
    void run(int worker, long index) throws Exception;
}
