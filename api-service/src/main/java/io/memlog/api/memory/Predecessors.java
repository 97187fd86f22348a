package io.memlog.api.memory;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.text.MemoryText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// The last words of the memory before each memory in its conversation, as they are now. Of a conversation, the memory
/// with the next lower id that is not deleted comes before.
@Component
public final class Predecessors {

    private final MemoryLogRepository memories;

    Predecessors(MemoryLogRepository memories) {
        this.memories = memories;
    }

    /// Leaves out the memories that have no predecessor.
    public Map<MemoryId, String> of(Collection<MemoryLog> successors) {
        return memories.predecessors(successors, MemoryText::tail);
    }

    /// Likewise for new memories, in the order of their ids, which may come before each other.
    public Map<MemoryId, String> ofNew(Collection<MemoryLog> additions) {
        Map<MemoryId, String> found = new HashMap<>();
        Map<Conversation, MemoryLog> last = new HashMap<>();
        List<MemoryLog> first = new ArrayList<>();
        for (var memory : additions) {
            if (memory.conversationId() != null) {
                var before = last.put(new Conversation(memory.tenant(), memory.conversationId()), memory);
                if (before == null) {
                    first.add(memory);
                } else {
                    found.put(memory.id(), MemoryText.tail(before));
                }
            }
        }
        found.putAll(of(first));
        return found;
    }

    private record Conversation(Tenant tenant, String id) {}
}
