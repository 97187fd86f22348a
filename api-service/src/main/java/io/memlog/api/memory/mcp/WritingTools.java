package io.memlog.api.memory.mcp;

import io.memlog.api.memory.MemoryAccess;
import io.memlog.api.memory.mcp.McpTool.Call;
import io.memlog.api.memory.store.MemoryLogStore;
import io.memlog.api.memory.update.MemoryChanges;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryLog;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/// The tools that change memories: `remember`, `update_memory` and `forget_memory`.
@Component
record WritingTools(MemoryLogStore store, MemoryChanges changes, MemoryAccess memories) {

    private static final String KEY = "idempotency_key";
    private static final String EXPECTED_VERSION = "expected_version";
    private static final String CHANGES = "changes";

    ObjectNode remember(Call call) {
        var body = call.body("task", "raw_data", "agent", "date", "conversation_id", "request_id", "importance");
        var key = call.arguments().path(KEY);
        var stored = store.store(
                body,
                key.isString() ? key.stringValue() : null,
                "#/" + KEY,
                body.toString().length());
        return version(stored.memory()).put("replayed", stored.replayed());
    }

    ObjectNode update(Call call) {
        var memory = memories.find(call.id(), call.tenant());
        var patch = call.arguments().get(CHANGES);
        return version(changes.patch(memory.id(), expectedVersion(call), patch, "#/" + CHANGES));
    }

    ObjectNode forget(Call call) {
        var memory = memories.find(call.id(), call.tenant());
        changes.delete(memory.id(), expectedVersion(call));
        return Json.mapper().createObjectNode().put("id", memory.id().value()).put("forgotten", true);
    }

    private static MemoryChanges.Condition expectedVersion(Call call) {
        var expected = call.arguments().path(EXPECTED_VERSION);
        return new MemoryChanges.Condition(
                EXPECTED_VERSION, version -> !expected.isNumber() || expected.longValue() == version);
    }

    private static ObjectNode version(MemoryLog memory) {
        return Json.mapper().createObjectNode().put("id", memory.id().value()).put("version", memory.version());
    }
}
