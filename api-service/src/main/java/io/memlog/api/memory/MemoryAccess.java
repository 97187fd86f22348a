package io.memlog.api.memory;

import io.memlog.api.http.Caller;
import io.memlog.api.http.FieldError;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import io.memlog.api.http.QueryParameters;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tenant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Finds memory logs, those that a path names only as far as the caller may see them.
@Component
public final class MemoryAccess {

    private static final int MAX_ID_LENGTH = 256;

    /// Calls of the collection whose path has their name in place of an id.
    private static final Set<String> COLLECTION_CALLS = Set.of("search", "batch");

    private final MemoryLogRepository memories;

    MemoryAccess(MemoryLogRepository memories) {
        this.memories = memories;
    }

    /// The memory log that a path names.
    ///
    /// @throws ProblemException `404` when there is none or the parameters name another tenant, `410` when
    ///     it is deleted
    public MemoryLog require(String pathId, QueryParameters parameters) {
        return switch (find(pathId, parameters)) {
            case StoredMemory.Current(var memory) -> memory;
            case StoredMemory.Deleted _ -> throw deleted(pathId);
        };
    }

    /// Like [#require], and finds the deleted ones too.
    ///
    /// @throws ProblemException `404` when there is none or the parameters name another tenant
    public StoredMemory find(String pathId, QueryParameters parameters) {
        var user = parameters.text(Caller.USER_ID, MAX_ID_LENGTH);
        var project = parameters.text(Caller.PROJECT_ID, MAX_ID_LENGTH);
        parameters.throwIfInvalid();
        throwIfCollectionCall(pathId);
        return find(parse(pathId))
                .filter(memory -> matches(memory.tenant(), user, project)
                        && parameters
                                .caller()
                                .sees(memory.tenant().userId(), memory.tenant().projectId()))
                .orElseThrow(() -> unknown(pathId));
    }

    /// The memory log of a tenant that a caller names by its id.
    ///
    /// @throws ProblemException `400` when this is no id, `404` when the tenant has no such memory log, `410` when
    ///     it is deleted
    public MemoryLog require(String id, Tenant tenant) {
        return switch (find(id, tenant)) {
            case StoredMemory.Current(var memory) -> memory;
            case StoredMemory.Deleted _ -> throw deleted(id);
        };
    }

    /// Like [#require(String, Tenant)], and finds the deleted ones too.
    public StoredMemory find(String id, Tenant tenant) {
        return find(parse(id)).filter(memory -> memory.tenant().equals(tenant)).orElseThrow(() -> unknown(id));
    }

    public Optional<StoredMemory> find(MemoryId id) {
        return memories.find(id);
    }

    public static ProblemException unknown(String id) {
        return ProblemException.notFound("there is no memory log " + id);
    }

    public static ProblemException deleted(String id) {
        return new ProblemException(ProblemType.DELETED, "the memory log " + id + " is deleted");
    }

    private static void throwIfCollectionCall(String pathId) {
        if (COLLECTION_CALLS.contains(pathId)) {
            throw new ProblemException(ProblemType.METHOD_NOT_ALLOWED, "only POST is possible at this path")
                    .with("Allow", "POST");
        }
    }

    private static MemoryId parse(String pathId) {
        if (pathId.isEmpty() || !pathId.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            throw ProblemException.invalid(FieldError.inParameter("id", "a memory id is a positive number"));
        }
        if (pathId.startsWith("0")) {
            throw unknown(pathId);
        }
        try {
            return MemoryId.parse(pathId);
        } catch (IllegalArgumentException e) {
            throw unknown(pathId);
        }
    }

    private static boolean matches(Tenant tenant, @Nullable String user, @Nullable String project) {
        return (user == null || user.equals(tenant.userId()))
                && (project == null || project.equals(tenant.projectId()));
    }
}
