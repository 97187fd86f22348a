package io.memlog.api.memory.store;

import io.memlog.api.http.JsonObjectReader;
import io.memlog.schemas.memory.Tenant;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Reads a memory log out of a request's body, by the rules of the HTTP contract.
public final class MemoryLogInputParser {

    /// How many bytes a memory log may have as JSON.
    public static final int LARGEST = 256 * 1024;

    private static final int LONGEST_TASK = 512;
    private static final int LONGEST_ID = 256;
    private static final int MOST_IMPORTANT = 10;

    public static final Set<String> MEMBERS = Set.of(
            "task",
            "agent",
            "date",
            "user_id",
            "project_id",
            "conversation_id",
            "request_id",
            "importance",
            "raw_data",
            // What was read can be sent back: these are ours and are passed over.
            "id",
            "version",
            "created_at",
            "updated_at",
            "embedding",
            "status");

    private MemoryLogInputParser() {}

    /// @throws io.memlog.api.http.ProblemException naming every wrong member
    public static MemoryLogInput read(JsonNode body) {
        return read(JsonObjectReader.of(body).only(MEMBERS));
    }

    /// Like [#read(JsonNode)], from fields whose names are checked already.
    public static MemoryLogInput read(JsonObjectReader fields) {
        var task = fields.requiredText("task", LONGEST_TASK);
        var user = fields.requiredText("user_id", LONGEST_ID);
        var project = fields.requiredText("project_id", LONGEST_ID);
        var rawData = fields.requiredObject("raw_data");
        var agent = fields.text("agent", LONGEST_ID);
        var date = fields.date("date");
        var conversation = fields.text("conversation_id", LONGEST_ID);
        var request = fields.text("request_id", LONGEST_ID);
        var importance = fields.number("importance", 0, MOST_IMPORTANT);
        fields.rejectIfWrong();
        return new MemoryLogInput(
                task, agent, date, new Tenant(user, project), conversation, request, importance, rawData);
    }
}
