package io.memlog.consumer.processing;

import java.util.ArrayList;
import java.util.List;

/// Cuts a batch into writes of bounded size, so that the time until the next chance to wind up is bounded
/// too.
final class WriteChunks {

    private WriteChunks() {}

    /// @param most how many bytes the messages of one slice hold at most, unless it is a single one
    static List<List<IndexTask>> of(List<IndexTask> tasks, long most) {
        List<List<IndexTask>> slices = new ArrayList<>();
        List<IndexTask> slice = new ArrayList<>();
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
