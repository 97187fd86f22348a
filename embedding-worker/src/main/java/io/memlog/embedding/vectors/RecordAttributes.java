package io.memlog.embedding.vectors;

import io.memlog.schemas.memory.MemoryDate;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tags;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The attributes by which memories are filtered.
public record RecordAttributes(
        String task,
        @Nullable String agent,
        MemoryDate date,
        @Nullable String conversationId,
        List<String> tags) {

    public RecordAttributes {
        tags = List.copyOf(tags);
    }

    public static RecordAttributes of(MemoryLog memory) {
        return new RecordAttributes(
                memory.task(), memory.agent(), memory.date(), memory.conversationId(), Tags.of(memory.rawData()));
    }
}
