package io.memlog.api.memory.store;

import io.memlog.api.http.Caller;
import io.memlog.api.http.FieldError;
import io.memlog.api.http.JsonPointers;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.RequestSchema;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryDate;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tenant;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A valid memory log as a caller wrote it.
public record MemoryLogInput(
        String task,
        @Nullable String agent,
        @Nullable MemoryDate date,
        String userId,
        String projectId,
        @Nullable String conversationId,
        @Nullable String requestId,
        @Nullable BigDecimal importance,
        JsonNode rawData) {

    /// How many bytes a memory log may have as JSON, without white space between its members and without what Memlog
    /// adds.
    public static final int MAX_BYTES = 256 * 1024;

    /// How many bytes a request may have that brings one.
    public static final int MAX_BODY_BYTES = 2 * MAX_BYTES;

    /// What Memlog adds, so that what was read can be sent back.
    private static final Set<String> UNCOUNTED =
            Set.of("id", "version", "date", "created_at", "updated_at", "embedding", "status");

    private static final RequestSchema<MemoryLogInput> SCHEMA = RequestSchema.of("NewMemoryLog", MemoryLogInput.class);

    /// @throws ProblemException naming every invalid member
    public static MemoryLogInput read(JsonNode body) {
        return read(body, JsonPointers.ROOT, List.of());
    }

    /// @param pointer where the memory log stands in the whole body
    /// @param others  what else is invalid
    /// @throws ProblemException naming every invalid member
    public static MemoryLogInput read(JsonNode value, String pointer, List<FieldError> others) {
        Caller.current().bind(value, pointer);
        var errors = SCHEMA.errors(value, pointer);
        errors.addAll(others);
        ProblemException.throwIfInvalid(errors);
        if (isTooLarge(value)) {
            throw ProblemException.tooLarge("the memory log", MAX_BYTES);
        }
        return SCHEMA.bind(value);
    }

    /// Like [#read], of the content that a change would result in.
    public static MemoryLogInput readResult(JsonNode value, String pointer) {
        var errors = SCHEMA.errors(value, pointer);
        if (!errors.isEmpty()) {
            throw ProblemException.invalidResult(errors);
        }
        if (isTooLarge(value)) {
            throw ProblemException.invalidResult(
                    List.of(FieldError.inBody(pointer, "the memory log would be larger than 256 KiB")));
        }
        return SCHEMA.bind(value);
    }

    /// What keeps this from being the next version of a memory log: its tenant cannot change.
    ///
    /// @param pointer where this stands in the whole body
    public List<FieldError> tenantErrors(MemoryLog current, String pointer) {
        var errors = new ArrayList<FieldError>();
        if (!userId.equals(current.userId())) {
            errors.add(FieldError.inBody(pointer + "/user_id", "cannot change"));
        }
        if (!projectId.equals(current.projectId())) {
            errors.add(FieldError.inBody(pointer + "/project_id", "cannot change"));
        }
        return errors;
    }

    private static boolean isTooLarge(JsonNode value) {
        var counted = Json.mapper().createObjectNode();
        value.forEachEntry((name, member) -> {
            if (!member.isNull() && !UNCOUNTED.contains(name)) {
                counted.set(name, member);
            }
        });
        return Json.mapper().writeValueAsBytes(counted).length > MAX_BYTES;
    }

    public Tenant tenant() {
        return new Tenant(userId, projectId);
    }

    /// The memory log as version 1, dated today where the input has no date.
    public MemoryLog firstVersion(MemoryId id, Instant now) {
        return version(id, 1, now, now);
    }

    /// The memory log as the version that follows another; the defaults are those of a new one.
    public MemoryLog nextVersion(MemoryLog previous, Instant now) {
        return version(previous.id(), previous.version() + 1, previous.createdAt(), now);
    }

    private MemoryLog version(MemoryId id, long version, Instant createdAt, Instant now) {
        return new MemoryLog(
                id,
                version,
                task,
                agent,
                date != null ? date : MemoryDate.day(LocalDate.ofInstant(now, ZoneOffset.UTC)),
                userId,
                projectId,
                conversationId,
                requestId,
                importance,
                rawData,
                createdAt,
                now);
    }
}
