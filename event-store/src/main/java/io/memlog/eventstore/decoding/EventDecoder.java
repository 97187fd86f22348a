package io.memlog.eventstore.decoding;

import io.memlog.eventstore.StoredEvent;
import io.memlog.schemas.json.Json;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Decodes stored events to the current version of their types. It never fails: what it cannot decode becomes
/// [DecodedEvent.Undecodable].
///
/// @param <E> the type of decoded events
public final class EventDecoder<E> {

    /// The member of an event's metadata with the schema version of its data.
    public static final String SCHEMA_VERSION = "schemaversion";

    private final Map<String, EventType<E>> types;

    public EventDecoder(Collection<EventType<E>> types) {
        this.types = types.stream().collect(Collectors.toUnmodifiableMap(EventType::name, Function.identity()));
    }

    public List<DecodedEvent<E>> decodeAll(List<StoredEvent> stored) {
        return stored.stream().map(this::decode).toList();
    }

    public DecodedEvent<E> decode(StoredEvent stored) {
        try {
            return new DecodedEvent.Decoded<>(stored, read(stored));
        } catch (UnknownSchemaException e) {
            return new DecodedEvent.Undecodable<>(stored, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // An upcaster or reader that fails on unexpected data affects this event only.
            return new DecodedEvent.Undecodable<>(stored, "not a readable " + stored.type() + ": " + describe(e));
        }
    }

    private E read(StoredEvent stored) {
        var type = types.get(stored.type());
        if (type == null) {
            throw new UnknownSchemaException("unknown event type " + stored.type());
        }
        var version = schemaVersion(Json.mapper().readTree(stored.metadata()));
        if (version < 1 || version > type.currentVersion()) {
            throw new UnknownSchemaException(
                    "unknown schema version of " + stored.type() + ", this code knows 1 to " + type.currentVersion());
        }
        return type.read(version, Json.mapper().readTree(stored.data()));
    }

    /// The version in the metadata; 1 when it is missing, 0 when it is not an integer.
    private static int schemaVersion(JsonNode metadata) {
        var version = metadata.path(SCHEMA_VERSION);
        if (version.isMissingNode()) {
            return 1;
        }
        return version.isInt() ? version.intValue() : 0;
    }

    private static String describe(RuntimeException e) {
        return e instanceof JacksonException json ? json.getOriginalMessage() : String.valueOf(e.getMessage());
    }

    private static final class UnknownSchemaException extends RuntimeException {

        UnknownSchemaException(String message) {
            super(message);
        }
    }
}
