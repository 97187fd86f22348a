package io.memlog.bench;

import java.time.Duration;
import java.util.List;

/// How much is measured.
///
/// @param warmUp      how long a load runs before it is measured
/// @param step        how long each load is measured
/// @param clients     the numbers of clients of the closed loops
/// @param rates       the rates of the open loops, per second
/// @param waitingRows how many rows the relay drains
/// @param indexed     how many memories the workers index
/// @param searchable  with how many memories searches are measured, rising
/// @param searches    how many searches of each kind
/// @param searchRate  how many of them in a second
/// @param growth      with how many memories writing and reading are measured, rising
record Sizes(
        Duration warmUp,
        Duration step,
        List<Integer> clients,
        List<Integer> rates,
        int waitingRows,
        int indexed,
        List<Integer> searchable,
        int searches,
        int searchRate,
        List<Integer> growth) {

    static final Sizes FULL = new Sizes(
            Duration.ofSeconds(30),
            Duration.ofSeconds(15),
            List.of(1, 8, 32, 128),
            List.of(50, 500, 2_000),
            50_000,
            2_000,
            List.of(1_000, 10_000, 50_000),
            400,
            20,
            List.of(10_000, 100_000, 1_000_000));

    /// Searches come so slowly that the cold JVMs of two cores can follow.
    static final Sizes SHORT = new Sizes(
            Duration.ofSeconds(4),
            Duration.ofSeconds(2),
            List.of(1, 8, 32, 128),
            List.of(50, 500, 2_000),
            20_000,
            200,
            List.of(200, 500),
            20,
            5,
            List.of(1_000, 10_000));

    /// How often an open loop repeats within a step.
    int repetitions(int rate) {
        return (int) Math.max(1, rate * step.toMillis() / 1000);
    }
}
