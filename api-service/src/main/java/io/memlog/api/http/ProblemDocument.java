package io.memlog.api.http;

import com.fasterxml.jackson.annotation.JsonInclude;
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

    public static ProblemDocument of(
            ProblemType type, String detail, @Nullable String instance, List<FieldError> errors) {
        return new ProblemDocument(type.uri(), type.title(), type.status(), detail, instance, errors);
    }
}
