package io.memlog.api.memory.agentevents;

import java.util.List;
import java.util.Optional;

/// The beginnings of names that Memlog gives to events of its own. No agent may use them: its event could
/// pass for a fact about a memory, or keep one from being written under the same id.
final class ReservedNames {

    private static final List<String> IDS = List.of("memory_log-", "dead_letter-");
    private static final List<String> TYPES = List.of("memory_log.", "dead_letter.");

    private ReservedNames() {}

    static Optional<String> beginningOfId(String eventId) {
        return IDS.stream().filter(eventId::startsWith).findFirst();
    }

    static Optional<String> beginningOfType(String type) {
        return TYPES.stream().filter(type::startsWith).findFirst();
    }
}
