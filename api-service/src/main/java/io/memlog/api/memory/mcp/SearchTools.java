package io.memlog.api.memory.mcp;

import io.memlog.api.memory.MemoryAccess;
import io.memlog.api.memory.mcp.McpTool.Call;
import io.memlog.api.memory.mcp.TokenBudget.Preview;
import io.memlog.api.memory.search.MemorySearch;
import io.memlog.api.memory.search.RelatedMemories;
import io.memlog.schemas.json.Json;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The tools that find memories: `recall`, `related_memories` and `search`.
@Component
record SearchTools(MemorySearch search, RelatedMemories related, MemoryAccess memories) {

    private static final int DEFAULT_TOKENS = 2000;
    private static final int DEFAULT_LIMIT = 10;

    /// Previews of what is found, best first.
    ObjectNode recall(Call call) throws InterruptedException {
        var body = call.body("query", "limit", "mode", "min_similarity", "filters", "wait_for");
        var found = search.find(body);
        var previews = found.hits().stream().map(SearchTools::preview).toList();
        var answer =
                Json.mapper().createObjectNode().put("omitted", previews.size()).put("pending", found.pending());
        if (!found.degraded().isEmpty()) {
            answer.put("degraded", found.degraded());
        }
        var count = new TokenBudget(call.integer("max_tokens", DEFAULT_TOKENS)).addMemories(answer, previews);
        return answer.put("omitted", previews.size() - count);
    }

    /// What is related to a memory; the last ones are left out where they do not fit.
    ObjectNode related(Call call) {
        var memory = memories.require(call.id(), call.tenant());
        var found = related.find(memory, call.integer("depth", 1), call.integer("limit", DEFAULT_LIMIT));
        JsonNode all = Json.mapper().valueToTree(found);
        var budget = new TokenBudget(call.integer("max_tokens", DEFAULT_TOKENS));
        var count = all.path("memories").size() + all.path("entities").size();
        var kept = budget.largest(count, size -> related(all, size, count));
        return related(all, kept, count);
    }

    /// The results in the shape that connectors know.
    ObjectNode search(Call call) throws InterruptedException {
        var answer = Json.mapper().createObjectNode();
        var results = answer.putArray("results");
        for (var hit : search.find(call.body("query")).hits()) {
            var id = hit.get("memory_log_id").longValue();
            results.addObject()
                    .put("id", Long.toString(id))
                    .put("title", hit.at("/metadata/task").stringValue())
                    .put("url", ReadingTools.url(call, id));
        }
        return answer;
    }

    private static Preview preview(JsonNode hit) {
        var metadata = hit.get("metadata");
        var entry = Json.mapper().createObjectNode();
        entry.set("id", hit.get("memory_log_id"));
        entry.put("task", TokenBudget.task(metadata.get("task").stringValue()));
        if (metadata.path("agent").isString()) {
            entry.put("agent", TokenBudget.task(metadata.get("agent").stringValue()));
        }
        entry.set("date", metadata.get("date"));
        entry.set("score", hit.get("score"));
        return new Preview(entry, hit.path("document").asString(""));
    }

    /// The first of the memories and then of the entities.
    private static ObjectNode related(JsonNode all, int size, int count) {
        var answer = Json.mapper().createObjectNode();
        var related = answer.putArray("memories");
        var entities = answer.putArray("entities");
        all.path("memories").valueStream().limit(size).forEach(each -> {
            var entry = related.addObject();
            entry.set("id", each.get("memory_log_id"));
            entry.put("task", TokenBudget.task(each.path("task").asString("")));
            entry.set("via", each.get("via"));
        });
        all.path("entities")
                .valueStream()
                .limit(Math.max(0, size - related.size()))
                .forEach(entities::add);
        return answer.put("omitted", count - size);
    }
}
