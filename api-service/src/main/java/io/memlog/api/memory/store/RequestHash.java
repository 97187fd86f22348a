package io.memlog.api.memory.store;

import io.memlog.schemas.json.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A body's fingerprint, the same for the same JSON value however its members are ordered and spaced.
final class RequestHash {

    private static final JsonMapper JSON = Json.mapper();

    private RequestHash() {}

    /// SHA-256 of the value with its members sorted.
    static byte[] of(JsonNode value) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(JSON.writeValueAsBytes(sorted(value)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static JsonNode sorted(JsonNode value) {
        if (value.isArray()) {
            var elements = JSON.createArrayNode();
            value.forEach(element -> elements.add(sorted(element)));
            return elements;
        }
        if (!value.isObject()) {
            return value;
        }
        var members = new TreeMap<String, JsonNode>();
        value.forEachEntry((name, member) -> members.put(name, sorted(member)));
        var object = JSON.createObjectNode();
        members.forEach(object::set);
        return object;
    }
}
