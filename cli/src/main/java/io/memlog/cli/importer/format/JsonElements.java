package io.memlog.cli.importer.format;

import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonParserDelegate;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.node.ObjectNode;

/// Reads the objects of a JSON file one by one, so that a file of any size can be read: those of a list, those of the
/// lists in members of the outermost object, or objects that follow each other. One that does not fit into memory is
/// passed over, with its position.
final class JsonElements {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(2 * Json.MAX_DEPTH)
                    .maxStringLength(SourceFile.MAX_BYTES_IN_MEMORY)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
            .build();

    private static final ObjectReader ELEMENT =
            Json.mapper().readerFor(JsonNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final ItemSink sink;
    private final @Nullable String listMember;
    private long position;

    /// @param listMember the member of the outermost object that holds the list, in formats that have one
    JsonElements(ItemSink sink, @Nullable String listMember) {
        this.sink = sink;
        this.listMember = listMember;
    }

    /// Takes an object of the file.
    @FunctionalInterface
    interface Handler {
        /// @param position the number of the object in the file, from 1
        void handle(ObjectNode object, long position) throws InterruptedException;
    }

    static JsonParser parser(InputStream in) {
        return FACTORY.createParser(ObjectReadContext.empty(), in);
    }

    /// Reads the whole file. Nothing can be read after a syntax error, which is reported.
    ///
    /// @return the members of the outermost object beside the list
    List<String> read(SourceFile file, Handler handler) throws IOException, InterruptedException {
        var others = new ArrayList<String>();
        try (var in = new SourceFile.CountingStream(file.open(), new AtomicLong());
                var parser = new BoundedParser(parser(in), in)) {
            try {
                for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                    if (token == JsonToken.START_ARRAY) {
                        readList(parser, handler);
                    } else if (token == JsonToken.START_OBJECT && listMember != null) {
                        others.addAll(readMembers(parser, listMember, handler));
                    } else {
                        readElement(parser, handler);
                    }
                }
            } catch (JacksonException e) {
                var at = parser.currentLocation();
                sink.invalid(
                        "file",
                        file.name(),
                        "is not valid JSON at line " + at.getLineNr() + ", column " + at.getColumnNr() + ": "
                                + e.getOriginalMessage() + "; the rest is not read");
            }
        }
        return others;
    }

    private List<String> readMembers(BoundedParser parser, String list, Handler handler) throws InterruptedException {
        var others = new ArrayList<String>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            var token = parser.nextToken();
            if (name.equals(list) && token == JsonToken.START_ARRAY) {
                readList(parser, handler);
            } else {
                others.add(name + (token.isScalarValue() ? " " + parser.getString() : ""));
                parser.skipChildren();
            }
        }
        return others;
    }

    private void readList(BoundedParser parser, Handler handler) throws InterruptedException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            readElement(parser, handler);
        }
    }

    private void readElement(BoundedParser parser, Handler handler) throws InterruptedException {
        position++;
        JsonNode value;
        try {
            value = parser.readBounded();
        } catch (ElementTooLargeException e) {
            sink.invalid(
                    "element",
                    "number " + position,
                    "is larger than " + SourceFile.MAX_BYTES_IN_MEMORY / (1024 * 1024) + " MiB");
            return;
        }
        if (value instanceof ObjectNode object) {
            handler.handle(object, position);
        } else {
            sink.invalid("element", "number " + position, "is not a JSON object");
        }
    }

    private static final class ElementTooLargeException extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1;
    }

    /// Gives up a value that has become too large, and goes on behind it.
    private static final class BoundedParser extends JsonParserDelegate {

        private final SourceFile.CountingStream in;
        private long limit = Long.MAX_VALUE;

        BoundedParser(JsonParser parser, SourceFile.CountingStream in) {
            super(parser);
            this.in = in;
        }

        /// The value that begins at this token.
        JsonNode readBounded() {
            var depth = streamReadContext().getNestingDepth();
            limit = in.count() + SourceFile.MAX_BYTES_IN_MEMORY;
            try {
                return ELEMENT.readValue(this);
            } catch (ElementTooLargeException e) {
                limit = Long.MAX_VALUE;
                while (streamReadContext().getNestingDepth() >= depth) {
                    delegate.nextToken();
                }
                throw e;
            } finally {
                limit = Long.MAX_VALUE;
            }
        }

        @Override
        public JsonToken nextToken() {
            if (in.count() > limit) {
                throw new ElementTooLargeException();
            }
            return super.nextToken();
        }

        @Override
        public @Nullable String nextName() {
            return nextToken() == JsonToken.PROPERTY_NAME ? currentName() : null;
        }
    }
}
