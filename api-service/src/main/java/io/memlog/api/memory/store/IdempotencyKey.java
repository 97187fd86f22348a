package io.memlog.api.memory.store;

import io.memlog.api.http.FieldError;
import io.memlog.api.http.ProblemException;
import io.memlog.schemas.memory.Tenant;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The client's name for one request, within one tenant, and the fingerprint of the body it came with.
///
/// @param bodySha256 in hexadecimal digits
record IdempotencyKey(Tenant tenant, String key, String bodySha256) {

    static final String HEADER = "Idempotency-Key";
    static final int LONGEST = 255;
    static final String RULE = "is to be one value of 1 to " + LONGEST + " visible ASCII characters";

    /// The request's key, or null when it has none.
    static @Nullable IdempotencyKey of(HttpServletRequest request, Tenant tenant, JsonNode body) {
        var values = Collections.list(request.getHeaders(HEADER));
        if (values.isEmpty()) {
            return null;
        }
        if (values.size() > 1 || !isKey(values.getFirst())) {
            throw ProblemException.invalid(FieldError.inHeader(HEADER, RULE));
        }
        return of(values.getFirst(), tenant, body);
    }

    static IdempotencyKey of(String key, Tenant tenant, JsonNode body) {
        return new IdempotencyKey(tenant, key, HexFormat.of().formatHex(RequestHash.of(body)));
    }

    static boolean isKey(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST
                && text.chars().allMatch(character -> character > 0x20 && character < 0x7F);
    }
}
