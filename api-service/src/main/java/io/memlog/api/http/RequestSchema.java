package io.memlog.api.http;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.format.Format;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryDate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The schema of a request's body, as `/openapi` publishes it, and the record that a valid body becomes.
public final class RequestSchema<T> {

    private static final String CONTRACT = "urn:memlog:openapi";
    private static final String NOT_BLANK = "[^\\s\\p{Z}\\x1c-\\x1f]";
    private static final String DATE_FORMAT = "date-or-date-time";

    private static final Map<String, String> TYPES = Map.of(
            "string", "a string",
            "number", "a number",
            "integer", "a whole number",
            "boolean", "true or false",
            "object", "an object",
            "array", "an array");

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDialect(
            Dialect.builder(Dialects.getDraft202012()).format(new DateFormat()).build(),
            registry -> registry.schemas(Map.of(CONTRACT, contract()))
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .build()));

    private final Schema schema;
    private final Class<T> type;

    private RequestSchema(Schema schema, Class<T> type) {
        this.schema = schema;
        this.type = type;
    }

    /// @param component the schema's name in the contract
    public static <T> RequestSchema<T> of(String component, Class<T> type) {
        return new RequestSchema<>(SCHEMAS.getSchema(SchemaLocation.of(CONTRACT + "#/$defs/" + component)), type);
    }

    /// @param schema may refer to those of the contract, as `#/components/schemas/…`
    public static RequestSchema<JsonNode> of(JsonNode schema) {
        var text = schema.toString().replace("#/components/schemas/", CONTRACT + "#/$defs/");
        return new RequestSchema<>(SCHEMAS.getSchema(Json.mapper().readTree(text)), JsonNode.class);
    }

    /// @throws ProblemException naming every invalid place
    public T read(JsonNode body) {
        ProblemException.throwIfInvalid(errors(body, JsonPointers.ROOT));
        return bind(body);
    }

    /// Every invalid place of a body, in a list that takes more.
    ///
    /// @param pointer where the value stands in the whole body
    public List<FieldError> errors(JsonNode value, String pointer) {
        Map<String, FieldError> errors = new LinkedHashMap<>();
        for (var error : validate(value)) {
            var place = pointerOf(error, pointer);
            errors.putIfAbsent(place, FieldError.inBody(place, detailOf(error)));
        }
        return errors.values().stream()
                .limit(ProblemException.MAX_ERRORS)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /// The record that a valid body becomes.
    public T bind(JsonNode valid) {
        return Json.mapper().treeToValue(valid, type);
    }

    private List<Error> validate(JsonNode value) {
        var found = new FirstErrors();
        try {
            schema.validate(value, context -> context.setErrors(found));
        } catch (EnoughErrorsException e) {
            return found;
        }
        return found;
    }

    private static String pointerOf(Error error, String pointer) {
        var location = error.getInstanceLocation();
        List<Object> path = new ArrayList<>();
        for (int i = 0; i < location.getNameCount(); i++) {
            path.add(location.getName(i));
        }
        if (error.getProperty() != null) {
            path.add(error.getProperty());
        }
        return JsonPointers.of(pointer, path);
    }

    private static String detailOf(Error error) {
        var limit = error.getSchemaNode();
        return switch (error.getKeyword()) {
            case "required" -> "is required";
            case "additionalProperties" -> "is unknown";
            case "type" ->
                error.getInstanceNode().isNull() && error.getInstanceLocation().getNameCount() > 0
                        ? "is required"
                        : "must be " + typesIn(limit);
            case "minLength" -> "must not be blank";
            case "pattern" ->
                limit.stringValue().equals(NOT_BLANK) ? "must not be blank" : "must match " + limit.stringValue();
            case "maxLength" -> "is longer than " + limit + " characters";
            case "minimum" -> "must be at least " + limit;
            case "maximum" -> "must be at most " + limit;
            case "minItems" -> "has at least " + limit + " elements";
            case "maxItems" -> "has more than " + limit + " elements";
            case "enum" ->
                limit.valueStream()
                        .filter(JsonNode::isString)
                        .map(JsonNode::stringValue)
                        .collect(Collectors.joining(", ", "must be one of ", ""));
            case "format" ->
                limit.stringValue().equals(DATE_FORMAT)
                        ? "must be an ISO date or date-time, such as 2025-11-13 or 2025-11-13T08:30:00Z"
                        : "must be a valid " + limit.stringValue();
            default -> error.getMessage();
        };
    }

    private static String typesIn(JsonNode types) {
        return (types.isArray() ? types.valueStream() : Stream.of(types))
                .map(JsonNode::stringValue)
                .filter(TYPES::containsKey)
                .map(TYPES::get)
                .collect(Collectors.joining(" or "));
    }

    /// The schemas of the contract under the keyword where JSON Schema has them.
    private static String contract() {
        try (var file = RequestSchema.class.getResourceAsStream("/openapi/openapi.json")) {
            var text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("#/components/schemas/", "#/$defs/");
            return "{\"$defs\":" + Json.mapper().readTree(text).at("/components/schemas") + "}";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends the validation when there are enough: of a place, two may be found.
    private static final class FirstErrors extends ArrayList<Error> {

        private static final int MAX_FOUND = 2 * ProblemException.MAX_ERRORS;

        @Override
        public boolean add(Error error) {
            super.add(error);
            if (size() >= MAX_FOUND) {
                throw new EnoughErrorsException();
            }
            return true;
        }
    }

    private static final class EnoughErrorsException extends RuntimeException {

        EnoughErrorsException() {
            super(null, null, false, false);
        }
    }

    /// A date or date-time as a memory log has it.
    private static final class DateFormat implements Format {

        @Override
        public String getName() {
            return DATE_FORMAT;
        }

        @Override
        public boolean matches(ExecutionContext context, String text) {
            try {
                MemoryDate.parse(text);
                return true;
            } catch (DateTimeException e) {
                return false;
            }
        }
    }
}
