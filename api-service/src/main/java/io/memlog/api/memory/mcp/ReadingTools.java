package io.memlog.api.memory.mcp;

import io.memlog.api.http.FieldError;
import io.memlog.api.http.ProblemException;
import io.memlog.api.memory.MemoryAccess;
import io.memlog.api.memory.mcp.McpTool.Call;
import io.memlog.api.memory.mcp.TokenBudget.Preview;
import io.memlog.api.memory.read.RecentMemories;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.text.MemoryText;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The tools that read memories: `get_memory`, `fetch` and `recent_memories`.
@Component
record ReadingTools(MemoryAccess memories, RecentMemories recent) {

    private static final int DEFAULT_TOKENS = 5000;
    private static final int DEFAULT_LIST_TOKENS = 2000;
    private static final int DEFAULT_LIMIT = 10;
    private static final TokenBudget FETCH = new TokenBudget(10_000);
    private static final List<String> WHOLE = List.of("id", "version", "created_at", "updated_at", "task", "date");
    private static final List<String> OPTIONAL = List.of("agent", "conversation_id", "request_id", "importance");

    /// A whole memory, or a part of the JSON text of `raw_data`.
    ObjectNode get(Call call) {
        var memory = memories.require(call.id(), call.tenant());
        var budget = new TokenBudget(call.integer("max_tokens", DEFAULT_TOKENS));
        var offset = call.integer("offset", 0);
        var answer = envelope(memory);
        if (offset == 0) {
            var whole = answer.deepCopy().set("raw_data", memory.rawData());
            if (budget.holds(whole)) {
                return whole;
            }
        }
        var text = Json.mapper().writeValueAsString(memory.rawData());
        if (offset >= text.length()) {
            throw ProblemException.invalid(FieldError.inBody(
                    "#/offset", "must be less than " + text.length() + ", the characters of raw_data"));
        }
        var begin = TokenBudget.end(text, offset);
        var length = budget.largest(
                Math.min(text.length() - begin, budget.maxCharacters()),
                characters -> part(answer, text, begin, begin + characters));
        return part(answer, text, begin, begin + length);
    }

    /// A memory in the shape that connectors know.
    ObjectNode fetch(Call call) {
        var memory = memories.require(call.id(), call.tenant());
        var text = Json.mapper().writeValueAsString(memory.rawData());
        var length = FETCH.largest(
                Math.min(text.length(), FETCH.maxCharacters()), characters -> fetched(call, memory, text, characters));
        return fetched(call, memory, text, length);
    }

    /// The newest memories. Those that do not fit are the first of the next list.
    ObjectNode recent(Call call) {
        var arguments = call.arguments();
        var found = recent.find(
                call.tenant(),
                text(arguments.path("agent")),
                arguments.path("tags").valueStream().map(JsonNode::stringValue).toList(),
                text(arguments.path("conversation_id")),
                arguments.path("before_id").isNumber()
                        ? arguments.get("before_id").longValue()
                        : null,
                call.integer("limit", DEFAULT_LIMIT));
        var previews = found.memories().stream().map(ReadingTools::preview).toList();
        var budget = new TokenBudget(call.integer("max_tokens", DEFAULT_LIST_TOKENS));
        // As large as it will be, so that what is added does not exceed the budget.
        var answer =
                Json.mapper().createObjectNode().put("omitted", previews.size()).put("next_before_id", Long.MAX_VALUE);
        var count = budget.addMemories(answer, previews);
        answer.put("omitted", previews.size() - count).remove("next_before_id");
        if (count > 0 && (found.more() || count < previews.size())) {
            answer.put("next_before_id", found.memories().get(count - 1).id().value());
        }
        return answer;
    }

    /// Where a memory is read over HTTP.
    static String url(Call call, long memory) {
        return call.url() + "/memory-logs/" + memory;
    }

    private static ObjectNode envelope(MemoryLog memory) {
        ObjectNode all = Json.mapper().valueToTree(memory);
        var envelope = Json.mapper().createObjectNode();
        WHOLE.forEach(name -> envelope.set(name, all.get(name)));
        OPTIONAL.stream().filter(name -> all.hasNonNull(name)).forEach(name -> envelope.set(name, all.get(name)));
        return envelope;
    }

    private static ObjectNode part(ObjectNode envelope, String text, int begin, int wanted) {
        var end = TokenBudget.end(text, wanted);
        var answer = envelope.deepCopy()
                .put("part", text.substring(begin, Math.max(begin, end)))
                .put("offset", begin)
                .put("characters", text.length());
        return end < text.length() ? answer.put("next_offset", end) : answer;
    }

    private static ObjectNode fetched(Call call, MemoryLog memory, String text, int characters) {
        var end = TokenBudget.end(text, characters);
        var answer = Json.mapper()
                .createObjectNode()
                .put("id", memory.id().toString())
                .put("title", memory.task())
                .put("text", text.substring(0, end))
                .put("url", url(call, memory.id().value()));
        var metadata = answer.putObject("metadata")
                .put("version", Long.toString(memory.version()))
                .put("date", memory.date().toString());
        if (memory.agent() != null) {
            metadata.put("agent", memory.agent());
        }
        if (end < text.length()) {
            metadata.put("truncated", "get_memory with offset " + end + " reads on");
        }
        return answer;
    }

    private static Preview preview(MemoryLog memory) {
        var entry = envelope(memory).retain("id", "version", "agent", "date", "created_at");
        entry.put("task", TokenBudget.task(memory.task()));
        if (memory.agent() != null) {
            entry.put("agent", TokenBudget.task(memory.agent()));
        }
        return new Preview(entry, MemoryText.prose(memory).collect(Collectors.joining("\n")));
    }

    private static @Nullable String text(JsonNode value) {
        return value.isString() ? value.stringValue() : null;
    }
}
