package io.memlog.cli.store;

/// Counts how often each number came by, in some twenty bytes for each, so that files of millions of lines
/// fit. Two contents whose hashes share these 64 bits merely share a count.
final class Ordinals {

    private static final int SMALLEST = 1 << 10;

    private long[] numbers = new long[SMALLEST];
    private int[] counts = new int[SMALLEST];
    private int size;

    /// 1 for the first time that this number comes by, 2 for the second.
    int next(long number) {
        if (size * 4L > numbers.length * 3L) {
            grow();
        }
        var slot = slot(number);
        if (counts[slot] == 0) {
            numbers[slot] = number;
            size++;
        }
        return ++counts[slot];
    }

    private int slot(long number) {
        var slot = (int) number & numbers.length - 1;
        while (counts[slot] != 0 && numbers[slot] != number) {
            slot = slot + 1 & numbers.length - 1;
        }
        return slot;
    }

    private void grow() {
        var oldNumbers = numbers;
        var oldCounts = counts;
        numbers = new long[oldNumbers.length * 2];
        counts = new int[oldNumbers.length * 2];
        for (int i = 0; i < oldNumbers.length; i++) {
            if (oldCounts[i] != 0) {
                var slot = slot(oldNumbers[i]);
                numbers[slot] = oldNumbers[i];
                counts[slot] = oldCounts[i];
            }
        }
    }
}
