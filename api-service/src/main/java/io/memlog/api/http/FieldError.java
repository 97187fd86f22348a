package io.memlog.api.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// An invalid place of a request: in the body, a parameter or a header.
///
/// @param pointer where in the body, as a JSON pointer in a URI fragment, such as `#/task`
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FieldError(
        @Nullable String pointer,
        @Nullable String parameter,
        @Nullable String header,
        String detail) {

    public static FieldError inBody(String pointer, String detail) {
        return new FieldError(pointer, null, null, detail);
    }

    public static FieldError inParameter(String parameter, String detail) {
        return new FieldError(null, parameter, null, detail);
    }

    public static FieldError inHeader(String header, String detail) {
        return new FieldError(null, null, header, detail);
    }

    String place() {
        if (pointer != null) {
            return pointer;
        }
        return parameter != null ? parameter : String.valueOf(header);
    }
}
