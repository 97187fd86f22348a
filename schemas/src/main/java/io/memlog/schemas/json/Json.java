package io.memlog.schemas.json;

import java.time.Instant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/// The one way in which JSON is read and written.
public final class Json {

    /// How deep a document may be nested; the outermost value is at depth 1.
    public static final int DEEPEST = 100;

    /// No shorter than a whole memory log, so that its size alone decides what is taken.
    private static final int LONGEST_TOKEN = 1024 * 1024;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(2 * DEEPEST)
                            .maxNumberLength(LONGEST_TOKEN)
                            .maxNameLength(LONGEST_TOKEN)
                            .build())
                    .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
                    .build())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .addModule(new SimpleModule("memlog").addSerializer(new MicrosecondsSerializer()))
            .build();

    private Json() {}

    /// The shared mapper: snake_case members, decimals with the digits they came with, duplicate members
    /// refused, times with microseconds.
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
