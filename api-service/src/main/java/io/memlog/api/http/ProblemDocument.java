package io.memlog.api.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A problem as RFC 9457 writes it.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ProblemDocument(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String instance,
        List<FieldError> errors) {

    public static final String MEDIA_TYPE = "application/problem+json";

    /// The problem of a status that the server itself answers with; where no type has it, the status says all.
    static ProblemDocument of(int status, String detail, String instance) {
        var type = Arrays.stream(ProblemType.values())
                .filter(each -> each.status() == status && each != ProblemType.UNREADABLE_BODY)
                .findFirst();
        return new ProblemDocument(
                type.map(ProblemType::uri).orElse("about:blank"),
                type.map(ProblemType::title).orElse("The request failed"),
                status,
                detail,
                instance,
                List.of());
    }

    public static ProblemDocument of(
            ProblemType type, String detail, @Nullable String instance, List<FieldError> errors) {
        return new ProblemDocument(type.uri(), type.title(), type.status(), detail, instance, errors);
    }
}
