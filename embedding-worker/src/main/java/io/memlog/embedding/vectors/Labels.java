package io.memlog.embedding.vectors;

import io.memlog.schemas.memory.MemoryDate;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tags;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a memory can be filtered by.
public record Labels(
        String task,
        @Nullable String agent,
        MemoryDate date,
        @Nullable String conversationId,
        List<String> tags) {

    public Labels {
        tags = List.copyOf(tags);
    }

    public static Labels of(MemoryLog memory) {
        return new Labels(
                memory.task(), memory.agent(), memory.date(), memory.conversationId(), Tags.of(memory.rawData()));
    }
}
