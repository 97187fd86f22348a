package io.memlog.cli.store;

import io.memlog.schemas.json.Json;
import java.io.InputStream;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON objects one after the other or in a list, over as many lines as they like. Nothing can be read
/// behind a mistake.
final class JsonValues implements Entries {

    private final JsonParser parser;
    private boolean inList;
    private boolean ended;

    JsonValues(InputStream in) {
        this.parser = Json.mapper().createParser(in);
    }

    @Override
    public Optional<Entry> next() {
        if (ended) {
            return Optional.empty();
        }
        try {
            var found = read();
            ended = found.isEmpty();
            return found;
        } catch (JacksonException e) {
            ended = true;
            return Optional.of(new Entry.Unreadable(
                    parser.currentLocation().getLineNr(),
                    Unreadable.why(e) + "; the rest is not read (--format jsonl reads line by line)"));
        }
    }

    private Optional<Entry> read() {
        var token = parser.nextToken();
        while ((token == JsonToken.START_ARRAY && !inList) || token == JsonToken.END_ARRAY) {
            inList = token == JsonToken.START_ARRAY;
            token = parser.nextToken();
        }
        if (token == null) {
            return Optional.empty();
        }
        long line = parser.currentTokenLocation().getLineNr();
        JsonNode value = parser.readValueAsTree();
        return Optional.of(
                value instanceof ObjectNode log
                        ? new Entry.Log(line, log)
                        : new Entry.Unreadable(line, "is no JSON object"));
    }
}
