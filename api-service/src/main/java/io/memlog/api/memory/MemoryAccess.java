package io.memlog.api.memory;

import io.memlog.api.http.MemoryIdParser;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import io.memlog.api.http.QueryParameters;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tenant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Finds the memory log that a path names, as far as the caller may see it.
@Component
public final class MemoryAccess {

    public static final String USER_ID = "user_id";
    public static final String PROJECT_ID = "project_id";
    private static final int LONGEST_ID = 256;

    private final MemoryLogRepository memories;

    MemoryAccess(MemoryLogRepository memories) {
        this.memories = memories;
    }

    /// @throws ProblemException `404` when there is none or the parameters name another tenant, `410` when
    ///     it is deleted
    public MemoryLog require(String pathId, QueryParameters parameters) {
        return switch (find(pathId, parameters)) {
            case MemoryLogRepository.Lookup.Found(var memory) -> memory;
            case MemoryLogRepository.Lookup.Deleted _ ->
                throw new ProblemException(ProblemType.DELETED, "the memory log " + pathId + " is deleted");
            case MemoryLogRepository.Lookup.Unknown _ -> throw unknown(pathId);
        };
    }

    /// Like [#require], and finds the deleted ones too.
    public MemoryLogRepository.Lookup find(String pathId, QueryParameters parameters) {
        var user = parameters.text(USER_ID, LONGEST_ID);
        var project = parameters.text(PROJECT_ID, LONGEST_ID);
        parameters.rejectIfWrong();
        var id = MemoryIdParser.parse(pathId);
        var lookup = memories.find(id);
        return switch (lookup) {
            case MemoryLogRepository.Lookup.Found(var memory)
            when !matches(memory.tenant(), user, project) -> throw unknown(id);
            case MemoryLogRepository.Lookup.Deleted deleted
            when !matches(deleted.tenant(), user, project) -> throw unknown(id);
            case MemoryLogRepository.Lookup.Unknown _ -> throw unknown(id);
            default -> lookup;
        };
    }

    private static boolean matches(Tenant tenant, @Nullable String user, @Nullable String project) {
        return (user == null || user.equals(tenant.userId()))
                && (project == null || project.equals(tenant.projectId()));
    }

    private static ProblemException unknown(MemoryId id) {
        return unknown(id.toString());
    }

    private static ProblemException unknown(String id) {
        return ProblemException.notFound("there is no memory log " + id);
    }
}
