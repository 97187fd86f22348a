package io.memlog.api.memory.store;

import io.memlog.api.http.FieldError;
import io.memlog.api.http.ProblemException;
import io.memlog.api.memory.CanonicalJson;
import io.memlog.schemas.hash.Sha256;
import io.memlog.schemas.memory.Tenant;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The client's name for one request, within one tenant, and the hash of the body it came with. [MemoryStorer] repeats
/// the answer, or rejects another body under the same key.
///
/// @param bodySha256 the same for the same JSON value, however its members are ordered and spaced
@SuppressWarnings("ArrayRecordComponent")
record IdempotencyKey(Tenant tenant, String key, byte[] bodySha256) {

    static final String HEADER = "Idempotency-Key";
    private static final int MAX_LENGTH = 255;
    static final String RULE = "must be one value of 1 to " + MAX_LENGTH + " visible ASCII characters";

    /// The request's key, or null when it has none.
    static @Nullable IdempotencyKey of(HttpServletRequest request, Tenant tenant, JsonNode body) {
        var values = Collections.list(request.getHeaders(HEADER));
        if (values.isEmpty()) {
            return null;
        }
        if (values.size() > 1 || !isValid(values.getFirst())) {
            throw ProblemException.invalid(FieldError.inHeader(HEADER, RULE));
        }
        return of(values.getFirst(), tenant, body);
    }

    static IdempotencyKey of(String key, Tenant tenant, JsonNode body) {
        return new IdempotencyKey(tenant, key, Sha256.of(CanonicalJson.of(body).getBytes(StandardCharsets.UTF_8)));
    }

    /// What the key is one of: a tenant's keys.
    record Id(Tenant tenant, String key) {}

    Id id() {
        return new Id(tenant, key);
    }

    boolean hasBody(byte[] sha256) {
        return Arrays.equals(bodySha256, sha256);
    }

    static boolean isValid(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_LENGTH
                && text.chars().allMatch(character -> character > 0x20 && character < 0x7F);
    }
}
