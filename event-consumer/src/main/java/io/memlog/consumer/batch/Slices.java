package io.memlog.consumer.batch;

import java.util.ArrayList;
import java.util.List;

/// Cuts a batch into writes of bounded size, so that the time until the next chance to wind up is bounded
/// too.
final class Slices {

    private Slices() {}

    /// @param most how many bytes the messages of one slice hold at most, unless it is a single one
    static List<List<Task>> of(List<Task> tasks, long most) {
        List<List<Task>> slices = new ArrayList<>();
        List<Task> slice = new ArrayList<>();
        long bytes = 0;
        for (var task : tasks) {
            var size = Math.max(0, task.message().serializedValueSize());
            if (!slice.isEmpty() && bytes + size > most) {
                slices.add(List.copyOf(slice));
                slice.clear();
                bytes = 0;
            }
            slice.add(task);
            bytes += size;
        }
        if (!slice.isEmpty()) {
            slices.add(List.copyOf(slice));
        }
        return slices;
    }
}
