package io.memlog.schemas.json;

import java.math.BigDecimal;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/// The shared JSON mapper.
public final class Json {

    /// How deep a document may be nested; the outermost value has depth 1.
    public static final int MAX_DEPTH = 100;

    /// As long as a whole memory log may be, so that only its total size is limited.
    private static final int MAX_TOKEN_CHARACTERS = 1024 * 1024;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(2 * MAX_DEPTH)
                            .maxNumberLength(MAX_TOKEN_CHARACTERS)
                            .maxNameLength(MAX_TOKEN_CHARACTERS)
                            .build())
                    .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
                    .build())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .addModule(new SimpleModule("memlog")
                    .addSerializer(new MicrosecondsSerializer())
                    .addDeserializer(JsonNode.class, new WrittenDecimal.TreeDeserializer())
                    .addDeserializer(BigDecimal.class, new WrittenDecimal.DecimalDeserializer()))
            .build();

    private Json() {}

    /// Members in snake_case, numbers as they were written, duplicate members rejected, enums by name and
    /// never by number, times with microseconds.
    public static JsonMapper mapper() {
        return MAPPER;
    }

    private static final class MicrosecondsSerializer extends StdSerializer<Instant> {

        MicrosecondsSerializer() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant time, JsonGenerator json, SerializationContext context) {
            json.writeString(UtcTime.format(time));
        }
    }
}
