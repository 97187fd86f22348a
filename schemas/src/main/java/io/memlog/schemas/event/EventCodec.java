package io.memlog.schemas.event;

import io.memlog.schemas.json.Json;
import io.memlog.schemas.topic.Projection;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Encodes events as JSON and decodes them. Every released schema version stays readable; unknown members are
/// ignored.
public final class EventCodec {

    /// The version of the JSON that [#encode] writes.
    public static final int SCHEMA_VERSION = 1;

    private static final Map<String, Class<? extends MemoryEvent>> TYPES = types();

    private final JsonMapper json;

    public EventCodec() {
        this.json = Json.mapper();
    }

    /// The event as UTF-8 JSON.
    public byte[] encode(MemoryEvent event) {
        return json.writeValueAsBytes(event);
    }

    /// @param type          the event's type, such as `memory_log.stored`
    /// @param schemaVersion the version of the JSON, from 1
    /// @throws NewerSchemaException      when the type or the schema version is unknown
    /// @throws UndecodableEventException when the data does not match them
    public MemoryEvent decode(String type, int schemaVersion, byte[] data) throws UndecodableEventException {
        var eventClass = TYPES.get(type);
        if (eventClass == null) {
            throw new NewerSchemaException("unknown event type " + type);
        }
        if (schemaVersion < 1) {
            throw new UndecodableEventException("a schema version is a positive number, not " + schemaVersion);
        }
        if (schemaVersion > SCHEMA_VERSION) {
            throw new NewerSchemaException("unknown schema version " + schemaVersion + " of " + type);
        }
        try {
            MemoryEvent event = json.readValue(data, eventClass);
            if (event == null || !event.type().equals(type)) {
                throw new UndecodableEventException("the data is not a " + type);
            }
            return event;
        } catch (JacksonException | IllegalArgumentException e) {
            throw new UndecodableEventException("not a readable " + type + ": " + e.getMessage(), e);
        }
    }

    /// The types of all events, unordered.
    public static Set<String> knownTypes() {
        return TYPES.keySet();
    }

    private static Map<String, Class<? extends MemoryEvent>> types() {
        Map<String, Class<? extends MemoryEvent>> types = new HashMap<>();
        types.put(MemoryStored.TYPE, MemoryStored.class);
        types.put(MemoryUpdated.TYPE, MemoryUpdated.class);
        types.put(MemoryDeleted.TYPE, MemoryDeleted.class);
        types.put(EmbeddingGenerated.TYPE, EmbeddingGenerated.class);
        Arrays.stream(Projection.values()).map(Projection::wireName).forEach(projection -> {
            types.put(projection + "." + ProjectionStored.SUFFIX, ProjectionStored.class);
            types.put(projection + "." + ProjectionDeleted.SUFFIX, ProjectionDeleted.class);
            types.put(projection + "." + ProjectionFailed.SUFFIX, ProjectionFailed.class);
            types.put(projection + "." + ProjectionReplayed.SUFFIX, ProjectionReplayed.class);
        });
        return Map.copyOf(types);
    }
}
